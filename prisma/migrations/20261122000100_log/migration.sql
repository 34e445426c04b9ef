-- One total order of events without a leader. An event is placed after its commit: `log_advance` gives every event that became visible
-- the next position. Why each line is as it is: docs/decisions/0003-log-positions.md.

-- Events up to this id had their place dropped by retention; no scan looks at them again.
ALTER TABLE "log_head" ADD COLUMN "dropped" BIGINT NOT NULL DEFAULT 0;
INSERT INTO "log_head" ("one", "head", "floor") VALUES (true, 0, '0');
CREATE INDEX "event_xid_idx" ON "event" ("xid");

CREATE FUNCTION "log_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('crossdock.retention', true) = 'on' THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'a position of the log is never changed: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "event_log_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "event_log" FOR EACH STATEMENT EXECUTE FUNCTION "log_guard"();

-- Which database this is: another cluster, a database restored under a new name, and a fail-over each read differently.
CREATE FUNCTION "log_identity"(OUT identity text, OUT timeline int) LANGUAGE plpgsql AS $$
BEGIN
  timeline := ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int;
  identity := (SELECT system_identifier FROM pg_control_system()) || '/' || (SELECT oid FROM pg_database WHERE datname = current_database());
EXCEPTION WHEN insufficient_privilege THEN
  identity := 'hidden/' || (SELECT oid FROM pg_database WHERE datname = current_database());
END $$;

-- Positions may be handed out again after a restore: the new epoch starts behind the head, and every transaction is looked at anew.
-- Its number is drawn from the clock, so that two histories that part do not both call their next epoch by the same one.
CREATE FUNCTION "log_begin_epoch"() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  here record; h "log_head"; latest "log_epoch";
BEGIN
  SELECT * INTO h FROM "log_head" FOR UPDATE;
  SELECT * INTO here FROM "log_identity"();
  SELECT * INTO latest FROM "log_epoch" ORDER BY "epoch" DESC LIMIT 1;
  IF latest."systemIdentifier" = here.identity AND latest."timeline" = here.timeline THEN RETURN; END IF;
  INSERT INTO "log_epoch" ("epoch", "firstPosition", "systemIdentifier", "timeline")
    VALUES (greatest(latest."epoch" + 1, extract(epoch FROM now() - timestamptz '2025-01-01 00:00Z')::int), h."head" + 1, here.identity, here.timeline);
  UPDATE "log_head" SET "floor" = '0';
END $$;

SELECT "log_begin_epoch"();

-- Places at most `batch` events and answers {epoch, head, placed}. Safe for any number of callers; call it in autocommit.
-- The floor: every event of a transaction below it has its place. The ceiling leaves out what a restore brought from another cluster,
-- whose transaction ids lie in this one's future; an epoch begins without floor and ceiling, so those were placed then.
CREATE FUNCTION "log_advance"(batch int) RETURNS jsonb LANGUAGE plpgsql
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
  INSERT INTO "event_log" ("position", "eventId")        -- a statement of its own: its snapshot is newer than the lock and the horizon
    SELECT h."head" + row_number() OVER (ORDER BY "id"), "id"
    FROM (SELECT e."id" FROM "event" e
      WHERE e."xid" >= h."floor" AND (h."floor" = '0' OR e."xid" < pg_snapshot_xmax(pg_current_snapshot())) AND e."id" > h."dropped"
        AND NOT EXISTS (SELECT FROM "event_log" l WHERE l."eventId" = e."id")
      ORDER BY e."id" LIMIT batch) waiting;
  GET DIAGNOSTICS placed = ROW_COUNT;
  IF placed > 0 THEN PERFORM pg_notify('log', (h."head" + placed)::text); END IF;
  UPDATE "log_head" SET "head" = "head" + placed, "floor" = CASE WHEN placed < batch THEN horizon ELSE "floor" END
    WHERE placed > 0 OR "floor" < horizon;
  RETURN jsonb_build_object('epoch', latest."epoch", 'head', h."head" + placed, 'placed', placed);
END $$;

-- The alarm: events behind the floor without a place, which must not exist. A find puts the floor back, so that the next advance places them.
-- Looks at ids above `after` and answers {found, upTo}; after 0 it looks at everything.
CREATE FUNCTION "log_sweep"(after bigint) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  swept jsonb;
BEGIN
  SELECT jsonb_build_object('found', count(e."id"), 'upTo', (SELECT coalesce(max("id"), 0) FROM "event")) INTO swept
    FROM "log_head" h LEFT JOIN "event" e ON e."id" > greatest(h."dropped", after)
      AND (e."xid" < h."floor" OR (h."floor" > '0' AND e."xid" >= pg_snapshot_xmax(pg_current_snapshot())))
      AND NOT EXISTS (SELECT FROM "event_log" l WHERE l."eventId" = e."id");
  IF (swept->>'found')::bigint > 0 THEN UPDATE "log_head" SET "floor" = '0'; END IF;
  RETURN swept;
END $$;

-- Drops the places of the oldest `batch` events that are all older than `keep`, never past the slowest consumer; answers how many.
-- The events stay. An hour is the least: no transaction of ours lives that long, so no event with a smaller id can still appear.
CREATE FUNCTION "log_retain"(keep interval, batch int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  h "log_head"; first bigint; last bigint; highest bigint; cutoff timestamptz := now() - greatest(keep, interval '1 hour'); gone int;
BEGIN
  SELECT * INTO h FROM "log_head" FOR UPDATE;
  SELECT min("position") INTO first FROM "event_log";
  last := least(first + batch - 1, h."head" - 1, (SELECT min("position") FROM "consumer"));
  IF last IS NULL OR last < first THEN RETURN 0; END IF;
  SELECT max(e."id") INTO highest FROM "event_log" l JOIN "event" e ON e."id" = l."eventId"
    WHERE l."position" BETWEEN first AND last HAVING max(e."occurredAt") < cutoff;
  IF highest IS NULL
    OR EXISTS (SELECT FROM "event" e WHERE e."id" > h."dropped" AND e."id" <= highest AND NOT EXISTS (SELECT FROM "event_log" l WHERE l."eventId" = e."id"))
    OR EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND xact_start < now() - interval '1 hour') THEN
    RETURN 0;
  END IF;
  PERFORM set_config('crossdock.retention', 'on', true);
  DELETE FROM "event_log" WHERE "position" BETWEEN first AND last;
  GET DIAGNOSTICS gone = ROW_COUNT;
  PERFORM set_config('crossdock.retention', 'off', true);
  UPDATE "log_head" SET "dropped" = greatest("dropped", highest);
  RETURN gone;
END $$;
