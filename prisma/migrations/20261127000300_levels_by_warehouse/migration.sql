-- With the item: a session that planned while there were few levels may look for one along the warehouse, and then finds it at once too.
DROP INDEX "stock_level_warehouseId_idx";
CREATE INDEX "stock_level_warehouseId_stockItemId_idx" ON "stock_level"("warehouseId", "stockItemId");
