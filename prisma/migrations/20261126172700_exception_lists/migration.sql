-- All cases by their due time, and those that somebody has: found by tests/store/list-plans.test.ts.
-- CreateIndex
CREATE INDEX "exception_case_dueAt_id_idx" ON "exception_case"("dueAt", "id");

-- CreateIndex
CREATE INDEX "exception_case_ownerId_idx" ON "exception_case"("ownerId");
