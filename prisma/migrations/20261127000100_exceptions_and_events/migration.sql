-- Cases of a status by their due time, with what the queue's screen filters by: its totals are counted in the index alone.
DROP INDEX "exception_case_status_dueAt_id_idx";
CREATE INDEX "exception_case_by_status" ON "exception_case"("status", "dueAt", "id", "queue", "ownerId", "breachedAt", "kind");

-- Places carry the type of their event. They are written anew: an update of each would leave the table twice as large.
LOCK TABLE "log_head", "event_log" IN ACCESS EXCLUSIVE MODE;
ALTER TABLE "event_log" RENAME TO "event_log_before";
CREATE TABLE "event_log" (
    "position" BIGINT NOT NULL,
    "eventId" BIGINT NOT NULL,
    "type" TEXT NOT NULL
);
INSERT INTO "event_log" SELECT l."position", l."eventId", e."type" FROM "event_log_before" l JOIN "event" e ON e."id" = l."eventId" ORDER BY l."position";
DROP TABLE "event_log_before";
ALTER TABLE "event_log" ADD CONSTRAINT "event_log_pkey" PRIMARY KEY ("position");
CREATE UNIQUE INDEX "event_log_eventId_key" ON "event_log"("eventId");
CREATE INDEX "event_log_type_position_idx" ON "event_log"("type", "position");
CREATE TRIGGER "event_log_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "event_log" FOR EACH STATEMENT EXECUTE FUNCTION "log_guard"();

-- As it was, with the type. Why each line is as it is: docs/decisions/0003-log-positions.md.
CREATE OR REPLACE FUNCTION "log_advance"(batch int) RETURNS jsonb LANGUAGE plpgsql
  SET plan_cache_mode = force_custom_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_bitmapscan = off
AS $$
DECLARE
  h "log_head"; here record; latest "log_epoch"; placed int := 0; horizon xid8;
BEGIN
  SELECT * INTO here FROM "log_identity"();
  SELECT * INTO latest FROM "log_epoch" ORDER BY "epoch" DESC LIMIT 1;
  IF latest."systemIdentifier" IS DISTINCT FROM here.identity OR latest."timeline" IS DISTINCT FROM here.timeline THEN
    PERFORM "log_begin_epoch"();
    SELECT * INTO latest FROM "log_epoch" ORDER BY "epoch" DESC LIMIT 1;
  END IF;

  -- Idle: one look without a lock, so that nothing is written. A floor that stayed far behind is moved all the same.
  SELECT * INTO h FROM "log_head";
  IF h."floor" > '0' AND pg_snapshot_xmin(pg_current_snapshot())::text::bigint - h."floor"::text::bigint < 1000 AND NOT EXISTS (
    SELECT FROM "event" e WHERE e."xid" >= h."floor" AND e."xid" < pg_snapshot_xmax(pg_current_snapshot()) AND e."id" > h."dropped"
      AND NOT EXISTS (SELECT FROM "event_log" l WHERE l."eventId" = e."id")) THEN
    RETURN jsonb_build_object('epoch', latest."epoch", 'head', h."head", 'placed', 0);
  END IF;

  PERFORM set_config('synchronous_commit', 'on', true);  -- a position that a reader saw survives a crash
  SELECT * INTO h FROM "log_head" FOR UPDATE;            -- one caller at a time
  horizon := pg_snapshot_xmin(pg_current_snapshot());    -- every transaction below it is over, hence visible to the next statement
  INSERT INTO "event_log" ("position", "eventId", "type")  -- a statement of its own: its snapshot is newer than the lock and the horizon
    SELECT h."head" + row_number() OVER (ORDER BY "id"), "id", "type"
    FROM (SELECT e."id", e."type" FROM "event" e
      WHERE e."xid" >= h."floor" AND (h."floor" = '0' OR e."xid" < pg_snapshot_xmax(pg_current_snapshot())) AND e."id" > h."dropped"
        AND NOT EXISTS (SELECT FROM "event_log" l WHERE l."eventId" = e."id")
      ORDER BY e."id" LIMIT batch) waiting;
  GET DIAGNOSTICS placed = ROW_COUNT;
  IF placed > 0 THEN PERFORM pg_notify('log', (h."head" + placed)::text); END IF;
  UPDATE "log_head" SET "head" = "head" + placed, "floor" = CASE WHEN placed < batch THEN horizon ELSE "floor" END
    WHERE placed > 0 OR "floor" < horizon;
  RETURN jsonb_build_object('epoch', latest."epoch", 'head', h."head" + placed, 'placed', placed);
END $$;
