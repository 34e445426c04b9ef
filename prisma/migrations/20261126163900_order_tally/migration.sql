-- Orders are counted where they change: each statement adds what it changed, in its own transaction, so the sum is exact at any moment and
-- after any crash. Writers only insert, so they never meet at a counter; `order_tally_fold` adds the changes up from time to time.
CREATE FUNCTION "order_tally_added"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "order_tally_change" ("channelId", "status", "customerStatus", "paymentStatus", "orders")
    SELECT "channelId", "status", "customerStatus", "paymentStatus", count(*)::int FROM added GROUP BY 1, 2, 3, 4;
  RETURN NULL;
END $$;
CREATE FUNCTION "order_tally_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "order_tally_change" ("channelId", "status", "customerStatus", "paymentStatus", "orders")
    SELECT "channelId", "status", "customerStatus", "paymentStatus", sum(n)::int FROM (
      SELECT "channelId", "status", "customerStatus", "paymentStatus", 1 AS n FROM added
      UNION ALL SELECT "channelId", "status", "customerStatus", "paymentStatus", -1 FROM gone) c
    GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0;
  RETURN NULL;
END $$;
CREATE FUNCTION "order_tally_removed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "order_tally_change" ("channelId", "status", "customerStatus", "paymentStatus", "orders")
    SELECT "channelId", "status", "customerStatus", "paymentStatus", -count(*)::int FROM gone GROUP BY 1, 2, 3, 4;
  RETURN NULL;
END $$;
CREATE TRIGGER "order_tally_insert" AFTER INSERT ON "order" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "order_tally_added"();
CREATE TRIGGER "order_tally_update" AFTER UPDATE ON "order" REFERENCING OLD TABLE AS gone NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "order_tally_changed"();
CREATE TRIGGER "order_tally_delete" AFTER DELETE ON "order" REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION "order_tally_removed"();

-- One statement, so that a reader sees a change either where it was or folded in. Any number of callers: each takes what the others left.
CREATE FUNCTION "order_tally_fold"() RETURNS int LANGUAGE sql AS $$
  WITH taken AS (DELETE FROM "order_tally_change" RETURNING *),
    folded AS (
      INSERT INTO "order_tally" ("channelId", "status", "customerStatus", "paymentStatus", "orders")
        SELECT "channelId", "status", "customerStatus", "paymentStatus", sum("orders")::int FROM taken GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
      ON CONFLICT ("channelId", "status", "customerStatus", "paymentStatus") DO UPDATE SET "orders" = "order_tally"."orders" + excluded."orders")
  SELECT count(*)::int FROM taken;
$$;

-- From the orders themselves: for what was loaded past the triggers.
CREATE FUNCTION "order_tally_rebuild"() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE "order" IN SHARE ROW EXCLUSIVE MODE;
  DELETE FROM "order_tally_change";
  DELETE FROM "order_tally";
  INSERT INTO "order_tally" SELECT "channelId", "status", "customerStatus", "paymentStatus", count(*)::int FROM "order" GROUP BY 1, 2, 3, 4;
END $$;
SELECT "order_tally_rebuild"();

-- Words that most orders have are found in the order of the list itself; these find the others.
CREATE INDEX "order_customer_status_rare" ON "order" ("customerStatus", "placedAt" DESC, "id") WHERE "customerStatus" <> 'DELIVERED';
CREATE INDEX "order_payment_status_rare" ON "order" ("paymentStatus", "placedAt" DESC, "id") WHERE "paymentStatus" <> 'PAID';
CREATE INDEX "shipment_status_rare" ON "shipment" ("status", "id" DESC) WHERE "status" <> 'DELIVERED';
-- What a board asks of an order that is late: whether any of its goods are still here.
CREATE INDEX "order_line_outstanding" ON "order_line" ("orderId") WHERE "kind" = 'GOODS' AND "fulfilledBy" = 'MERCHANT' AND "open" + "allocated" > 0;
