-- The warehouses that have a shipment of an order, cancelled ones aside, lie on the order: so its counts by warehouse are kept like the others.
ALTER TABLE "order" ADD COLUMN "warehouseIds" UUID[] DEFAULT ARRAY[]::UUID[];
ALTER TABLE "order_tally" ADD COLUMN "warehouseIds" TEXT NOT NULL DEFAULT '{}';
ALTER TABLE "order_tally" DROP CONSTRAINT "order_tally_pkey", ADD CONSTRAINT "order_tally_pkey" PRIMARY KEY ("channelId", "status", "customerStatus", "paymentStatus", "warehouseIds");
ALTER TABLE "order_tally_change" ADD COLUMN "warehouseIds" TEXT NOT NULL DEFAULT '{}';

CREATE OR REPLACE FUNCTION "order_tally_added"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "order_tally_change" ("channelId", "status", "customerStatus", "paymentStatus", "warehouseIds", "orders")
    SELECT "channelId", "status", "customerStatus", "paymentStatus", "warehouseIds"::text, count(*)::int FROM added GROUP BY 1, 2, 3, 4, 5;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION "order_tally_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "order_tally_change" ("channelId", "status", "customerStatus", "paymentStatus", "warehouseIds", "orders")
    SELECT "channelId", "status", "customerStatus", "paymentStatus", "warehouseIds"::text, sum(n)::int FROM (
      SELECT "channelId", "status", "customerStatus", "paymentStatus", "warehouseIds", 1 AS n FROM added
      UNION ALL SELECT "channelId", "status", "customerStatus", "paymentStatus", "warehouseIds", -1 FROM gone) c
    GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION "order_tally_removed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "order_tally_change" ("channelId", "status", "customerStatus", "paymentStatus", "warehouseIds", "orders")
    SELECT "channelId", "status", "customerStatus", "paymentStatus", "warehouseIds"::text, -count(*)::int FROM gone GROUP BY 1, 2, 3, 4, 5;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION "order_tally_fold"() RETURNS int LANGUAGE sql AS $$
  WITH taken AS (DELETE FROM "order_tally_change" RETURNING *),
    folded AS (
      INSERT INTO "order_tally" ("channelId", "status", "customerStatus", "paymentStatus", "warehouseIds", "orders")
        SELECT "channelId", "status", "customerStatus", "paymentStatus", "warehouseIds", sum("orders")::int FROM taken
          GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
      ON CONFLICT ("channelId", "status", "customerStatus", "paymentStatus", "warehouseIds")
        DO UPDATE SET "orders" = "order_tally"."orders" + excluded."orders")
  SELECT count(*)::int FROM taken;
$$;
CREATE OR REPLACE FUNCTION "order_tally_rebuild"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE "order" IN SHARE ROW EXCLUSIVE MODE;
  DELETE FROM "order_tally_change";
  DELETE FROM "order_tally";
  INSERT INTO "order_tally" ("channelId", "status", "customerStatus", "paymentStatus", "warehouseIds", "orders")
    SELECT "channelId", "status", "customerStatus", "paymentStatus", "warehouseIds"::text, count(*)::int FROM "order" GROUP BY 1, 2, 3, 4, 5;
END $$;

UPDATE "order" o SET "warehouseIds" = s."ids"
  FROM (SELECT "orderId", array_agg(DISTINCT "warehouseId" ORDER BY "warehouseId") AS "ids" FROM "shipment"
    WHERE "status" <> 'CANCELLED' AND "warehouseId" IS NOT NULL GROUP BY "orderId") s
  WHERE o."id" = s."orderId";
SELECT "order_tally_rebuild"();

-- What is not paid, in the order of its promises and of its changes.
CREATE INDEX "order_paymentStatus_shipBy_id_idx" ON "order"("paymentStatus", "shipBy", "id");
CREATE INDEX "order_paymentStatus_updatedAt_id_idx" ON "order"("paymentStatus", "updatedAt" DESC, "id");
