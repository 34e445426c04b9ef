-- One of several statuses, in the order of change: the rows of each along this index, merged.
CREATE INDEX "order_status_updatedAt_id_idx" ON "order"("status", "updatedAt" DESC, "id");

-- Whole instead of partial: an index without the word that most rows have serves only plans that know the word, and so no merged list.
-- Each row is written to them before it comes to that word anyway.
DROP INDEX "order_customer_status_rare";
CREATE INDEX "order_customerStatus_placedAt_id_idx" ON "order"("customerStatus", "placedAt" DESC, "id");
DROP INDEX "order_payment_status_rare";
CREATE INDEX "order_paymentStatus_placedAt_id_idx" ON "order"("paymentStatus", "placedAt" DESC, "id");
DROP INDEX "shipment_status_rare";
CREATE INDEX "shipment_status_id_idx" ON "shipment"("status", "id" DESC);
