-- Writes that come at the same time share one call: each brings its own idempotency key. The rest of the function is as it was; a process of
-- the version before sends `idempotency` alone.
CREATE OR REPLACE FUNCTION "crossdock_commit"(p jsonb) RETURNS jsonb LANGUAGE plpgsql
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  idem jsonb; batch jsonb; guard jsonb; columns text; column_count int; found_rows int; ids bigint[];
BEGIN
  FOR idem IN SELECT k FROM jsonb_array_elements(coalesce(p->'idempotencies', '[]') || CASE WHEN p ? 'idempotency' THEN jsonb_build_array(p->'idempotency') ELSE '[]' END) k LOOP
    IF NOT pg_try_advisory_xact_lock(hashtextextended((idem->>'principalId') || ' ' || (idem->>'key'), 0)) THEN
      RAISE EXCEPTION 'idempotency key in use' USING ERRCODE = 'CD002';
    END IF;
    PERFORM FROM "idempotency_key" k WHERE k."principalId" = (idem->>'principalId')::uuid AND k."key" = idem->>'key'
      AND k."createdAt" > now() - interval '7 days';
    IF FOUND THEN RAISE EXCEPTION 'idempotency key has an outcome' USING ERRCODE = 'CD003'; END IF;
    INSERT INTO "idempotency_key" ("principalId", "key", "requestHash", "outcome")
      VALUES ((idem->>'principalId')::uuid, idem->>'key', idem->>'requestHash', idem->'outcome')
      ON CONFLICT ("principalId", "key") DO UPDATE SET "requestHash" = excluded."requestHash", "outcome" = excluded."outcome", "createdAt" = now();
  END LOOP;

  IF p ? 'slots' THEN
    INSERT INTO "channel_reference" ("channelId", "reference")
      SELECT s."channelId", s."reference" FROM jsonb_to_recordset(p->'slots') AS s("channelId" uuid, "reference" text) ORDER BY 1, 2
      ON CONFLICT DO NOTHING;
    PERFORM FROM "channel_reference" c
      WHERE (c."channelId", c."reference") IN (SELECT s."channelId", s."reference" FROM jsonb_to_recordset(p->'slots') AS s("channelId" uuid, "reference" text))
      ORDER BY c."channelId", c."reference" FOR NO KEY UPDATE;
    PERFORM FROM jsonb_to_recordset(p->'slots') AS s("channelId" uuid, "reference" text, "expectedOrderId" uuid, "expectedParked" int)
      JOIN "channel_reference" c USING ("channelId", "reference")
      WHERE c."orderId" IS DISTINCT FROM s."expectedOrderId" OR jsonb_array_length(c."parked") <> s."expectedParked";
    IF FOUND THEN RAISE EXCEPTION 'a channel reference changed' USING ERRCODE = 'CD001'; END IF;
    UPDATE "channel_reference" c SET "orderId" = s."orderId", "parked" = s."parked"
      FROM jsonb_to_recordset(p->'slots') AS s("channelId" uuid, "reference" text, "orderId" uuid, "parked" jsonb)
      WHERE c."channelId" = s."channelId" AND c."reference" = s."reference";
  END IF;

  IF p ? 'orders' THEN
    PERFORM FROM "order" o WHERE o."id" IN (SELECT g."id" FROM jsonb_to_recordset(p->'orders') AS g("id" uuid)) ORDER BY o."id" FOR NO KEY UPDATE;
    PERFORM FROM jsonb_to_recordset(p->'orders') AS g("id" uuid, "version" int) LEFT JOIN "order" o ON o."id" = g."id"
      WHERE o."version" IS DISTINCT FROM g."version";
    IF FOUND THEN RAISE EXCEPTION 'an order changed' USING ERRCODE = 'CD001'; END IF;
  END IF;
  IF p ? 'snapshots' THEN
    PERFORM FROM "channel_snapshot" s WHERE s."orderId" IN (SELECT g."orderId" FROM jsonb_to_recordset(p->'snapshots') AS g("orderId" uuid))
      ORDER BY s."orderId" FOR NO KEY UPDATE;
    PERFORM FROM jsonb_to_recordset(p->'snapshots') AS g("orderId" uuid, "updatedAt" timestamptz, "digest" text) LEFT JOIN "channel_snapshot" s USING ("orderId")
      WHERE s."digest" IS DISTINCT FROM g."digest" OR s."updatedAt" IS DISTINCT FROM g."updatedAt";
    IF FOUND THEN RAISE EXCEPTION 'a snapshot changed' USING ERRCODE = 'CD001'; END IF;
  END IF;
  IF p ? 'guards' THEN
    FOR guard IN SELECT g FROM jsonb_array_elements(p->'guards') g LOOP
      EXECUTE format('SELECT 1 FROM %I WHERE "id" = $1 AND "version" = $2 FOR NO KEY UPDATE', guard->>'table')
        USING (guard->>'id')::uuid, (guard->>'version')::int;
      GET DIAGNOSTICS found_rows = ROW_COUNT;
      IF found_rows = 0 THEN RAISE EXCEPTION '% changed', guard->>'table' USING ERRCODE = 'CD001'; END IF;
    END LOOP;
  END IF;

  -- Columns are those of the first row of a batch, so that an older build leaves a newer one's columns alone.
  FOR batch IN SELECT b FROM jsonb_array_elements(p->'rows') b LOOP
    SELECT string_agg(quote_ident(k), ', '), count(*) INTO columns, column_count FROM jsonb_object_keys(batch->'rows'->0) k;
    -- Whole rows of the tables that every order touches: plans that a session makes once.
    IF batch->>'op' = 'insert' AND batch->>'table' IN ('order', 'order_line', 'external_reference', 'payment', 'payment_transaction', 'ledger_entry', 'shipment', 'shipment_line', 'tracking_event') AND column_count = (
      SELECT count(*) FROM pg_attribute WHERE attrelid = quote_ident(batch->>'table')::regclass AND attnum > 0 AND NOT attisdropped) THEN
      CASE batch->>'table'
        WHEN 'order' THEN INSERT INTO "order" SELECT * FROM jsonb_populate_recordset(null::"order", batch->'rows');
        WHEN 'order_line' THEN INSERT INTO "order_line" SELECT * FROM jsonb_populate_recordset(null::"order_line", batch->'rows');
        WHEN 'external_reference' THEN INSERT INTO "external_reference" SELECT * FROM jsonb_populate_recordset(null::"external_reference", batch->'rows');
        WHEN 'payment' THEN INSERT INTO "payment" SELECT * FROM jsonb_populate_recordset(null::"payment", batch->'rows');
        WHEN 'payment_transaction' THEN INSERT INTO "payment_transaction" SELECT * FROM jsonb_populate_recordset(null::"payment_transaction", batch->'rows');
        WHEN 'ledger_entry' THEN INSERT INTO "ledger_entry" SELECT * FROM jsonb_populate_recordset(null::"ledger_entry", batch->'rows');
        WHEN 'shipment' THEN INSERT INTO "shipment" SELECT * FROM jsonb_populate_recordset(null::"shipment", batch->'rows');
        WHEN 'shipment_line' THEN INSERT INTO "shipment_line" SELECT * FROM jsonb_populate_recordset(null::"shipment_line", batch->'rows');
        WHEN 'tracking_event' THEN INSERT INTO "tracking_event" SELECT * FROM jsonb_populate_recordset(null::"tracking_event", batch->'rows');
      END CASE;
      CONTINUE;
    END IF;
    CASE batch->>'op'
      WHEN 'insert' THEN
        EXECUTE format('INSERT INTO %1$I (%2$s) SELECT %2$s FROM jsonb_populate_recordset(null::%1$I, $1)', batch->>'table', columns) USING batch->'rows';
      WHEN 'upsert' THEN
        EXECUTE format('INSERT INTO %1$I (%2$s) SELECT %2$s FROM jsonb_populate_recordset(null::%1$I, $1) ON CONFLICT (%4$I) DO UPDATE SET (%2$s) = ROW(%3$s)',
          batch->>'table', columns, (SELECT string_agg('excluded.' || quote_ident(k), ', ') FROM jsonb_object_keys(batch->'rows'->0) k), coalesce(batch->>'key', 'id'))
          USING batch->'rows';
      WHEN 'update' THEN
        EXECUTE format('UPDATE %1$I t SET (%2$s) = ROW(%3$s) FROM jsonb_populate_recordset(null::%1$I, $1) r WHERE t."id" = r."id"',
          batch->>'table', columns, (SELECT string_agg('r.' || quote_ident(k), ', ') FROM jsonb_object_keys(batch->'rows'->0) k)) USING batch->'rows';
        GET DIAGNOSTICS found_rows = ROW_COUNT;
        IF found_rows <> jsonb_array_length(batch->'rows') THEN RAISE EXCEPTION 'a row of % is gone', batch->>'table' USING ERRCODE = 'CD001'; END IF;
      WHEN 'delete' THEN
        EXECUTE format('DELETE FROM %I WHERE "id" IN (SELECT r."id" FROM jsonb_to_recordset($1) AS r("id" uuid))', batch->>'table') USING batch->'rows';
    END CASE;
  END LOOP;

  IF p ? 'levels' THEN
    PERFORM FROM "stock_level" l WHERE (l."stockItemId", l."warehouseId") IN
      (SELECT g."stockItemId", g."warehouseId" FROM jsonb_to_recordset(p->'levels') AS g("stockItemId" uuid, "warehouseId" uuid))
      ORDER BY l."stockItemId", l."warehouseId" FOR NO KEY UPDATE;
    PERFORM FROM jsonb_to_recordset(p->'levels') AS g("stockItemId" uuid, "warehouseId" uuid, "version" int)
      LEFT JOIN "stock_level" l USING ("stockItemId", "warehouseId") WHERE coalesce(l."version", 0) <> g."version";
    IF FOUND THEN RAISE EXCEPTION 'a stock level changed' USING ERRCODE = 'CD001'; END IF;
  END IF;
  IF p ? 'movements' THEN
    INSERT INTO "stock_movement" SELECT * FROM jsonb_populate_recordset(null::"stock_movement", p->'movements');
  END IF;

  IF p ? 'events' THEN
    SELECT array_agg(nextval('event_id_seq')) INTO ids FROM generate_series(1, jsonb_array_length(p->'events'));
    INSERT INTO "event" ("id", "type", "occurredAt", "actor", "reasonCode", "changes", "data", "orderId", "orderNumber", "sequence", "status", "previousStatus",
        "customerStatus", "channelKey", "shipmentId", "shipmentStatus", "warehouseKeys", "carriers", "exceptionId", "exceptionKind", "exceptionStatus",
        "queues", "sku", "movementId")
      SELECT ids[e.n], r."type", r."occurredAt", r."actor", r."reasonCode", r."changes",
        CASE WHEN r."movementId" IS NULL THEN r."data" ELSE r."data" || jsonb_build_object('level', (
          SELECT to_jsonb(l) FROM "stock_movement" m JOIN "stock_level" l USING ("stockItemId", "warehouseId") WHERE m."id" = r."movementId")) END,
        r."orderId", r."orderNumber", r."sequence", r."status", r."previousStatus", r."customerStatus", r."channelKey", r."shipmentId", r."shipmentStatus",
        r."warehouseKeys", r."carriers", r."exceptionId", r."exceptionKind", r."exceptionStatus", r."queues", r."sku", r."movementId"
      FROM jsonb_array_elements(p->'events') WITH ORDINALITY AS e(body, n), jsonb_populate_record(null::"event", e.body) r
      ORDER BY e.n;
    IF p ? 'personal' THEN
      INSERT INTO "event_personal" ("eventId", "field", "side", "salt", "value")
        SELECT ids[r."event" + 1], r."field", r."side", r."salt", r."value"
        FROM jsonb_to_recordset(p->'personal') AS r("event" int, "field" text, "side" text, "salt" text, "value" jsonb);
    END IF;
  END IF;
  RETURN jsonb_build_object('eventIds', coalesce(to_jsonb(ids), '[]'));
END $$;
