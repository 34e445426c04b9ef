-- CreateTable
CREATE TABLE "order_tally" (
    "channelId" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "customerStatus" TEXT NOT NULL,
    "paymentStatus" TEXT NOT NULL,
    "orders" INTEGER NOT NULL,

    CONSTRAINT "order_tally_pkey" PRIMARY KEY ("channelId","status","customerStatus","paymentStatus")
);

-- CreateTable
CREATE TABLE "order_tally_change" (
    "id" BIGSERIAL NOT NULL,
    "channelId" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "customerStatus" TEXT NOT NULL,
    "paymentStatus" TEXT NOT NULL,
    "orders" INTEGER NOT NULL,

    CONSTRAINT "order_tally_change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "exception_case_openedAt_id_idx" ON "exception_case"("openedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "exception_case_severity_id_idx" ON "exception_case"("severity", "id");

-- CreateIndex
CREATE INDEX "order_shipBy_id_idx" ON "order"("shipBy", "id");

-- CreateIndex
CREATE INDEX "order_status_shipBy_id_idx" ON "order"("status", "shipBy", "id");

-- CreateIndex
CREATE INDEX "order_channelId_placedAt_id_idx" ON "order"("channelId", "placedAt" DESC, "id");

-- CreateIndex
CREATE INDEX "order_tags_idx" ON "order" USING GIN ("tags");

-- CreateIndex
CREATE INDEX "shipment_carrier_id_idx" ON "shipment"("carrier", "id" DESC);

-- CreateIndex
CREATE INDEX "shipment_shipBy_id_idx" ON "shipment"("shipBy", "id" DESC);
