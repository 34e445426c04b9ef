-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "principal" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "channelKey" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "principal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "principalId" UUID NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "principalId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "outcome" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("principalId","key")
);

-- CreateTable
CREATE TABLE "channel" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "stages" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "settings" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel_status_mapping" (
    "id" UUID NOT NULL,
    "channelId" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "intent" TEXT NOT NULL,
    "holdReason" TEXT,

    CONSTRAINT "channel_status_mapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel_sku_mapping" (
    "id" UUID NOT NULL,
    "channelId" UUID NOT NULL,
    "channelSku" TEXT NOT NULL,
    "stockItemId" UUID NOT NULL,

    CONSTRAINT "channel_sku_mapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handoff" (
    "id" UUID NOT NULL,
    "channelId" UUID NOT NULL,
    "step" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "automated" BOOLEAN NOT NULL,
    "stage" TEXT,

    CONSTRAINT "handoff_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_run" (
    "id" UUID NOT NULL,
    "channelId" UUID NOT NULL,
    "resource" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "ok" BOOLEAN,
    "seen" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "watermark" TEXT,

    CONSTRAINT "sync_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel_reference" (
    "channelId" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "orderId" UUID,
    "parked" JSONB NOT NULL DEFAULT '[]',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "channel_reference_pkey" PRIMARY KEY ("channelId","reference")
);

-- CreateTable
CREATE TABLE "channel_push" (
    "id" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "channelId" UUID NOT NULL,
    "fact" TEXT NOT NULL,
    "subjectType" TEXT NOT NULL,
    "subjectId" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "confirmedAt" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lastError" TEXT,

    CONSTRAINT "channel_push_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "exception_case" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "severity" INTEGER NOT NULL,
    "summary" TEXT NOT NULL,
    "evidence" JSONB,
    "subject" TEXT NOT NULL,
    "rule" TEXT,
    "fingerprint" TEXT,
    "orderId" UUID,
    "shipmentId" UUID,
    "channelId" UUID,
    "queue" TEXT NOT NULL,
    "ownerId" UUID,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3),
    "breachedAt" TIMESTAMPTZ(3),
    "resolvedAt" TIMESTAMPTZ(3),
    "resolution" TEXT,
    "reasonCode" TEXT,

    CONSTRAINT "exception_case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "id" BIGSERIAL NOT NULL,
    "xid" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "type" TEXT NOT NULL,
    "schemaVersion" INTEGER NOT NULL DEFAULT 1,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "actor" JSONB NOT NULL,
    "reasonCode" TEXT,
    "changes" JSONB NOT NULL DEFAULT '[]',
    "data" JSONB NOT NULL DEFAULT '{}',
    "orderId" UUID,
    "orderNumber" TEXT,
    "sequence" INTEGER,
    "status" TEXT,
    "previousStatus" TEXT,
    "customerStatus" TEXT,
    "channelKey" TEXT,
    "shipmentId" UUID,
    "shipmentStatus" TEXT,
    "warehouseKeys" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "carriers" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "exceptionId" UUID,
    "exceptionKind" TEXT,
    "exceptionStatus" TEXT,
    "queues" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "sku" TEXT,
    "movementId" UUID,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_log" (
    "position" BIGINT NOT NULL,
    "eventId" BIGINT NOT NULL,

    CONSTRAINT "event_log_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "log_head" (
    "one" BOOLEAN NOT NULL DEFAULT true,
    "head" BIGINT NOT NULL,
    "floor" xid8 NOT NULL,

    CONSTRAINT "log_head_pkey" PRIMARY KEY ("one")
);

-- CreateTable
CREATE TABLE "log_epoch" (
    "epoch" INTEGER NOT NULL,
    "firstPosition" BIGINT NOT NULL,
    "systemIdentifier" TEXT NOT NULL,
    "timeline" INTEGER NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "log_epoch_pkey" PRIMARY KEY ("epoch")
);

-- CreateTable
CREATE TABLE "event_personal" (
    "id" BIGSERIAL NOT NULL,
    "eventId" BIGINT NOT NULL,
    "field" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "salt" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "event_personal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consumer" (
    "name" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "position" BIGINT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "consumer_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "consumer_dead_letter" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "consumer" TEXT NOT NULL,
    "eventId" BIGINT NOT NULL,
    "position" BIGINT NOT NULL,
    "error" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "consumer_dead_letter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker_heartbeat" (
    "workerId" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "worker_heartbeat_pkey" PRIMARY KEY ("workerId")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "provider" TEXT,
    "method" TEXT,
    "collectedBy" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "authorized" BIGINT NOT NULL,
    "captured" BIGINT NOT NULL,
    "refunded" BIGINT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_transaction" (
    "id" UUID NOT NULL,
    "paymentId" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "reference" TEXT,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_transaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund" (
    "id" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "reasonCode" TEXT,
    "reference" TEXT,
    "lines" JSONB NOT NULL DEFAULT '[]',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "refund_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "id" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "reference" TEXT,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "memo" TEXT,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "channelId" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "customerStatus" TEXT NOT NULL,
    "paymentStatus" TEXT NOT NULL,
    "channelStatuses" JSONB NOT NULL DEFAULT '[]',
    "placedAt" TIMESTAMPTZ(3) NOT NULL,
    "importedAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "releasedAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "notBefore" TIMESTAMPTZ(3),
    "shipBy" TIMESTAMPTZ(3),
    "deliverBy" TIMESTAMPTZ(3),
    "deliveryMethod" TEXT NOT NULL,
    "shippingService" TEXT,
    "customerId" UUID,
    "shippingAddress" JSONB,
    "billingAddress" JSONB,
    "buyerNote" TEXT,
    "giftMessage" TEXT,
    "risk" JSONB,
    "currencyCode" CHAR(3) NOT NULL,
    "taxesIncluded" BOOLEAN NOT NULL,
    "priced" BOOLEAN NOT NULL,
    "subtotal" BIGINT NOT NULL,
    "shippingTotal" BIGINT NOT NULL,
    "taxTotal" BIGINT NOT NULL,
    "discountTotal" BIGINT NOT NULL,
    "orderDiscount" BIGINT NOT NULL DEFAULT 0,
    "total" BIGINT NOT NULL,
    "statedTotal" BIGINT,
    "originalTotal" BIGINT NOT NULL,
    "paidTotal" BIGINT NOT NULL,
    "refundedTotal" BIGINT NOT NULL,
    "lineCount" INTEGER NOT NULL,
    "tags" TEXT[],
    "validation" JSONB NOT NULL DEFAULT '[]',
    "pendingChange" JSONB,

    CONSTRAINT "order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel_snapshot" (
    "orderId" UUID NOT NULL,
    "updatedAt" TIMESTAMPTZ(3),
    "digest" TEXT NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "channel_snapshot_pkey" PRIMARY KEY ("orderId")
);

-- CreateTable
CREATE TABLE "customer" (
    "id" UUID NOT NULL,
    "channelId" UUID NOT NULL,
    "reference" TEXT,
    "name" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "external_reference" (
    "id" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "system" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "url" TEXT,

    CONSTRAINT "external_reference_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_line" (
    "id" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "reference" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "fulfilledBy" TEXT NOT NULL,
    "sku" TEXT,
    "channelSku" TEXT,
    "stockItemId" UUID,
    "title" TEXT NOT NULL,
    "properties" JSONB,
    "quantity" INTEGER NOT NULL,
    "open" INTEGER NOT NULL,
    "allocated" INTEGER NOT NULL,
    "shipped" INTEGER NOT NULL,
    "delivered" INTEGER NOT NULL,
    "cancelled" INTEGER NOT NULL,
    "returned" INTEGER NOT NULL,
    "lost" INTEGER NOT NULL,
    "unitPrice" BIGINT,
    "discount" BIGINT NOT NULL,
    "tax" BIGINT NOT NULL,
    "total" BIGINT NOT NULL,
    "taxLines" JSONB NOT NULL DEFAULT '[]',
    "components" JSONB,

    CONSTRAINT "order_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hold" (
    "id" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "rule" TEXT,
    "note" TEXT,
    "lineIds" UUID[] DEFAULT ARRAY[]::UUID[],
    "keepsStock" BOOLEAN NOT NULL DEFAULT true,
    "expiresAt" TIMESTAMPTZ(3),
    "placedAt" TIMESTAMPTZ(3) NOT NULL,
    "placedBy" JSONB NOT NULL,
    "releasedAt" TIMESTAMPTZ(3),
    "releasedBy" JSONB,
    "releaseReasonCode" TEXT,
    "evidence" JSONB,
    "fingerprint" TEXT,

    CONSTRAINT "hold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cancellation_request" (
    "id" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "reference" TEXT,
    "lines" JSONB NOT NULL,
    "reason" TEXT,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "respondBy" TIMESTAMPTZ(3),
    "accepted" BOOLEAN,
    "decidedAt" TIMESTAMPTZ(3),

    CONSTRAINT "cancellation_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "reference" TEXT,
    "direction" TEXT NOT NULL,
    "subject" TEXT,
    "body" TEXT,
    "sentAt" TIMESTAMPTZ(3) NOT NULL,
    "isOrderUpdateRequest" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shipment" (
    "id" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "origin" TEXT NOT NULL,
    "reference" TEXT,
    "warehouseId" UUID,
    "status" TEXT NOT NULL,
    "carrier" TEXT,
    "service" TEXT,
    "shipBy" TIMESTAMPTZ(3),
    "estimatedDelivery" TIMESTAMPTZ(3),
    "shippedAt" TIMESTAMPTZ(3),
    "deliveredAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "routing" JSONB,
    "pickListId" UUID,

    CONSTRAINT "shipment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shipment_line" (
    "id" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "shipmentId" UUID NOT NULL,
    "orderLineId" UUID NOT NULL,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "shipment_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "package" (
    "id" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "shipmentId" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "sscc" TEXT,
    "contents" JSONB NOT NULL DEFAULT '[]',
    "carrier" TEXT,
    "trackingNumber" TEXT,
    "trackingUrl" TEXT,
    "status" TEXT NOT NULL,
    "label" JSONB NOT NULL,
    "weightGrams" INTEGER,
    "lengthMm" INTEGER,
    "widthMm" INTEGER,
    "heightMm" INTEGER,

    CONSTRAINT "package_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tracking_event" (
    "id" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "packageId" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "carrierStatus" TEXT,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "location" TEXT,
    "description" TEXT,
    "fingerprint" TEXT NOT NULL,

    CONSTRAINT "tracking_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pick_list" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "warehouseId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pick_list_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "warehouse" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "countryCode" TEXT,
    "priority" INTEGER NOT NULL,
    "cutOffs" JSONB NOT NULL DEFAULT '[]',
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "warehouse_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_item" (
    "id" UUID NOT NULL,
    "sku" TEXT NOT NULL,
    "name" TEXT,
    "barcode" TEXT,
    "weightGrams" INTEGER,
    "lengthMm" INTEGER,
    "widthMm" INTEGER,
    "heightMm" INTEGER,
    "hsCode" TEXT,
    "originCountry" TEXT,
    "safetyStock" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stock_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_level" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "stockItemId" UUID NOT NULL,
    "warehouseId" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "available" INTEGER NOT NULL DEFAULT 0,
    "committed" INTEGER NOT NULL DEFAULT 0,
    "picked" INTEGER NOT NULL DEFAULT 0,
    "putAway" INTEGER NOT NULL DEFAULT 0,
    "damaged" INTEGER NOT NULL DEFAULT 0,
    "qualityControl" INTEGER NOT NULL DEFAULT 0,
    "inTransit" INTEGER NOT NULL DEFAULT 0,
    "incoming" INTEGER NOT NULL DEFAULT 0,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stock_level_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_movement" (
    "id" UUID NOT NULL,
    "stockItemId" UUID NOT NULL,
    "warehouseId" UUID NOT NULL,
    "fromState" TEXT,
    "toState" TEXT,
    "quantity" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "reference" TEXT,
    "actor" JSONB NOT NULL,
    "orderId" UUID,
    "shipmentId" UUID,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stock_movement_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "principal_name_key" ON "principal"("name");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- CreateIndex
CREATE INDEX "api_token_principalId_idx" ON "api_token"("principalId");

-- CreateIndex
CREATE INDEX "idempotency_key_createdAt_idx" ON "idempotency_key"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "channel_key_key" ON "channel"("key");

-- CreateIndex
CREATE UNIQUE INDEX "channel_status_mapping_channelId_field_value_key" ON "channel_status_mapping"("channelId", "field", "value");

-- CreateIndex
CREATE INDEX "channel_sku_mapping_stockItemId_idx" ON "channel_sku_mapping"("stockItemId");

-- CreateIndex
CREATE UNIQUE INDEX "channel_sku_mapping_channelId_channelSku_key" ON "channel_sku_mapping"("channelId", "channelSku");

-- CreateIndex
CREATE UNIQUE INDEX "handoff_channelId_step_key" ON "handoff"("channelId", "step");

-- CreateIndex
CREATE UNIQUE INDEX "sync_run_channelId_resource_key" ON "sync_run"("channelId", "resource");

-- CreateIndex
CREATE UNIQUE INDEX "channel_reference_orderId_key" ON "channel_reference"("orderId");

-- CreateIndex
CREATE INDEX "channel_push_orderId_idx" ON "channel_push"("orderId");

-- CreateIndex
CREATE UNIQUE INDEX "channel_push_fact_subjectId_key" ON "channel_push"("fact", "subjectId");

-- CreateIndex
CREATE INDEX "exception_case_orderId_idx" ON "exception_case"("orderId");

-- CreateIndex
CREATE INDEX "exception_case_kind_subject_idx" ON "exception_case"("kind", "subject");

-- CreateIndex
CREATE INDEX "exception_case_status_dueAt_id_idx" ON "exception_case"("status", "dueAt", "id");

-- CreateIndex
CREATE INDEX "exception_case_shipmentId_idx" ON "exception_case"("shipmentId");

-- CreateIndex
CREATE INDEX "event_orderId_sequence_idx" ON "event"("orderId", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "event_log_eventId_key" ON "event_log"("eventId");

-- CreateIndex
CREATE INDEX "event_personal_eventId_idx" ON "event_personal"("eventId");

-- CreateIndex
CREATE UNIQUE INDEX "consumer_dead_letter_consumer_position_key" ON "consumer_dead_letter"("consumer", "position");

-- CreateIndex
CREATE UNIQUE INDEX "payment_orderId_reference_key" ON "payment"("orderId", "reference");

-- CreateIndex
CREATE INDEX "payment_transaction_paymentId_idx" ON "payment_transaction"("paymentId");

-- CreateIndex
CREATE INDEX "payment_transaction_orderId_idx" ON "payment_transaction"("orderId");

-- CreateIndex
CREATE UNIQUE INDEX "refund_orderId_reference_key" ON "refund"("orderId", "reference");

-- CreateIndex
CREATE INDEX "ledger_entry_orderId_occurredAt_idx" ON "ledger_entry"("orderId", "occurredAt");

-- CreateIndex
CREATE UNIQUE INDEX "order_number_key" ON "order"("number");

-- CreateIndex
CREATE INDEX "order_placedAt_id_idx" ON "order"("placedAt" DESC, "id");

-- CreateIndex
CREATE INDEX "order_updatedAt_id_idx" ON "order"("updatedAt" DESC, "id");

-- CreateIndex
CREATE INDEX "order_status_placedAt_id_idx" ON "order"("status", "placedAt" DESC, "id");

-- CreateIndex
CREATE INDEX "order_customerId_idx" ON "order"("customerId");

-- CreateIndex
CREATE UNIQUE INDEX "order_channelId_reference_key" ON "order"("channelId", "reference");

-- CreateIndex
CREATE INDEX "customer_channelId_idx" ON "customer"("channelId");

-- CreateIndex
CREATE INDEX "external_reference_kind_value_idx" ON "external_reference"("kind", "value");

-- CreateIndex
CREATE UNIQUE INDEX "external_reference_orderId_system_kind_value_key" ON "external_reference"("orderId", "system", "kind", "value");

-- CreateIndex
CREATE INDEX "order_line_sku_idx" ON "order_line"("sku");

-- CreateIndex
CREATE UNIQUE INDEX "order_line_orderId_reference_key" ON "order_line"("orderId", "reference");

-- CreateIndex
CREATE INDEX "hold_orderId_idx" ON "hold"("orderId");

-- CreateIndex
CREATE INDEX "cancellation_request_orderId_idx" ON "cancellation_request"("orderId");

-- CreateIndex
CREATE INDEX "message_orderId_sentAt_idx" ON "message"("orderId", "sentAt");

-- CreateIndex
CREATE UNIQUE INDEX "message_orderId_reference_key" ON "message"("orderId", "reference");

-- CreateIndex
CREATE UNIQUE INDEX "shipment_number_key" ON "shipment"("number");

-- CreateIndex
CREATE INDEX "shipment_orderId_idx" ON "shipment"("orderId");

-- CreateIndex
CREATE INDEX "shipment_warehouseId_status_idx" ON "shipment"("warehouseId", "status");

-- CreateIndex
CREATE INDEX "shipment_pickListId_idx" ON "shipment"("pickListId");

-- CreateIndex
CREATE INDEX "shipment_line_orderLineId_idx" ON "shipment_line"("orderLineId");

-- CreateIndex
CREATE INDEX "shipment_line_orderId_idx" ON "shipment_line"("orderId");

-- CreateIndex
CREATE UNIQUE INDEX "shipment_line_shipmentId_orderLineId_key" ON "shipment_line"("shipmentId", "orderLineId");

-- CreateIndex
CREATE INDEX "package_trackingNumber_idx" ON "package"("trackingNumber");

-- CreateIndex
CREATE INDEX "package_orderId_idx" ON "package"("orderId");

-- CreateIndex
CREATE UNIQUE INDEX "package_shipmentId_reference_key" ON "package"("shipmentId", "reference");

-- CreateIndex
CREATE INDEX "tracking_event_packageId_occurredAt_idx" ON "tracking_event"("packageId", "occurredAt");

-- CreateIndex
CREATE INDEX "tracking_event_orderId_idx" ON "tracking_event"("orderId");

-- CreateIndex
CREATE UNIQUE INDEX "tracking_event_packageId_fingerprint_key" ON "tracking_event"("packageId", "fingerprint");

-- CreateIndex
CREATE UNIQUE INDEX "pick_list_number_key" ON "pick_list"("number");

-- CreateIndex
CREATE UNIQUE INDEX "warehouse_key_key" ON "warehouse"("key");

-- CreateIndex
CREATE UNIQUE INDEX "stock_item_sku_key" ON "stock_item"("sku");

-- CreateIndex
CREATE INDEX "stock_level_warehouseId_idx" ON "stock_level"("warehouseId");

-- CreateIndex
CREATE UNIQUE INDEX "stock_level_stockItemId_warehouseId_key" ON "stock_level"("stockItemId", "warehouseId");

-- CreateIndex
CREATE INDEX "stock_movement_stockItemId_occurredAt_id_idx" ON "stock_movement"("stockItemId", "occurredAt" DESC, "id");

-- CreateIndex
CREATE INDEX "stock_movement_stockItemId_warehouseId_occurredAt_idx" ON "stock_movement"("stockItemId", "warehouseId", "occurredAt");

-- CreateIndex
CREATE INDEX "stock_movement_orderId_idx" ON "stock_movement"("orderId");

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_principalId_fkey" FOREIGN KEY ("principalId") REFERENCES "principal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_status_mapping" ADD CONSTRAINT "channel_status_mapping_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "channel"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_sku_mapping" ADD CONSTRAINT "channel_sku_mapping_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "channel"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_sku_mapping" ADD CONSTRAINT "channel_sku_mapping_stockItemId_fkey" FOREIGN KEY ("stockItemId") REFERENCES "stock_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handoff" ADD CONSTRAINT "handoff_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "channel"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_run" ADD CONSTRAINT "sync_run_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "channel"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_reference" ADD CONSTRAINT "channel_reference_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "channel"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_push" ADD CONSTRAINT "channel_push_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_push" ADD CONSTRAINT "channel_push_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "channel"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exception_case" ADD CONSTRAINT "exception_case_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "order"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exception_case" ADD CONSTRAINT "exception_case_shipmentId_fkey" FOREIGN KEY ("shipmentId") REFERENCES "shipment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exception_case" ADD CONSTRAINT "exception_case_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "channel"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exception_case" ADD CONSTRAINT "exception_case_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "principal"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_transaction" ADD CONSTRAINT "payment_transaction_paymentId_fkey" FOREIGN KEY ("paymentId") REFERENCES "payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund" ADD CONSTRAINT "refund_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order" ADD CONSTRAINT "order_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "channel"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order" ADD CONSTRAINT "order_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "customer"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_snapshot" ADD CONSTRAINT "channel_snapshot_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer" ADD CONSTRAINT "customer_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "channel"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "external_reference" ADD CONSTRAINT "external_reference_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_line" ADD CONSTRAINT "order_line_stockItemId_fkey" FOREIGN KEY ("stockItemId") REFERENCES "stock_item"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hold" ADD CONSTRAINT "hold_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cancellation_request" ADD CONSTRAINT "cancellation_request_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shipment" ADD CONSTRAINT "shipment_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shipment" ADD CONSTRAINT "shipment_warehouseId_fkey" FOREIGN KEY ("warehouseId") REFERENCES "warehouse"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shipment" ADD CONSTRAINT "shipment_pickListId_fkey" FOREIGN KEY ("pickListId") REFERENCES "pick_list"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shipment_line" ADD CONSTRAINT "shipment_line_shipmentId_fkey" FOREIGN KEY ("shipmentId") REFERENCES "shipment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shipment_line" ADD CONSTRAINT "shipment_line_orderLineId_fkey" FOREIGN KEY ("orderLineId") REFERENCES "order_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "package" ADD CONSTRAINT "package_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "package" ADD CONSTRAINT "package_shipmentId_fkey" FOREIGN KEY ("shipmentId") REFERENCES "shipment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tracking_event" ADD CONSTRAINT "tracking_event_packageId_fkey" FOREIGN KEY ("packageId") REFERENCES "package"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pick_list" ADD CONSTRAINT "pick_list_warehouseId_fkey" FOREIGN KEY ("warehouseId") REFERENCES "warehouse"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_level" ADD CONSTRAINT "stock_level_stockItemId_fkey" FOREIGN KEY ("stockItemId") REFERENCES "stock_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_level" ADD CONSTRAINT "stock_level_warehouseId_fkey" FOREIGN KEY ("warehouseId") REFERENCES "warehouse"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movement" ADD CONSTRAINT "stock_movement_stockItemId_fkey" FOREIGN KEY ("stockItemId") REFERENCES "stock_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movement" ADD CONSTRAINT "stock_movement_warehouseId_fkey" FOREIGN KEY ("warehouseId") REFERENCES "warehouse"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say. Everything below holds whoever writes, this build or another.

-- Units are conserved: each unit of a line is in exactly one counter.
ALTER TABLE "order_line"
  ADD CONSTRAINT "order_line_units" CHECK ("quantity" = "open" + "allocated" + "shipped" + "delivered" + "cancelled" + "returned" + "lost"),
  ADD CONSTRAINT "order_line_counters" CHECK ("quantity" > 0 AND "open" >= 0 AND "allocated" >= 0 AND "shipped" >= 0 AND "delivered" >= 0
    AND "cancelled" >= 0 AND "returned" >= 0 AND "lost" >= 0);
ALTER TABLE "shipment_line" ADD CONSTRAINT "shipment_line_quantity" CHECK ("quantity" >= 0);
ALTER TABLE "order" ADD CONSTRAINT "order_version" CHECK ("version" > 0);
ALTER TABLE "payment" ADD CONSTRAINT "payment_amounts" CHECK ("amount" >= 0 AND "authorized" >= 0 AND "captured" >= 0 AND "refunded" >= 0);
ALTER TABLE "refund" ADD CONSTRAINT "refund_amount" CHECK ("amount" > 0);

-- No state of stock below zero: an allocation of units that are not there fails here, whatever the reader saw before.
ALTER TABLE "stock_level" ADD CONSTRAINT "stock_level_not_negative" CHECK ("available" >= 0 AND "committed" >= 0 AND "picked" >= 0
  AND "putAway" >= 0 AND "damaged" >= 0 AND "qualityControl" >= 0 AND "inTransit" >= 0 AND "incoming" >= 0);
ALTER TABLE "stock_movement"
  ADD CONSTRAINT "stock_movement_quantity" CHECK ("quantity" > 0),
  ADD CONSTRAINT "stock_movement_states" CHECK ("fromState" IS DISTINCT FROM "toState" AND coalesce("fromState", 'AVAILABLE') IN
    ('AVAILABLE', 'COMMITTED', 'PICKED', 'PUT_AWAY', 'DAMAGED', 'QUALITY_CONTROL', 'IN_TRANSIT', 'INCOMING') AND coalesce("toState", 'AVAILABLE') IN
    ('AVAILABLE', 'COMMITTED', 'PICKED', 'PUT_AWAY', 'DAMAGED', 'QUALITY_CONTROL', 'IN_TRANSIT', 'INCOMING'));

CREATE UNIQUE INDEX "exception_case_unresolved" ON "exception_case" ("kind", "subject") WHERE "status" <> 'RESOLVED';
CREATE INDEX "order_line_open" ON "order_line" ("stockItemId") WHERE "open" > 0;
CREATE INDEX "hold_active" ON "hold" ("reason", "orderId") WHERE "releasedAt" IS NULL;

-- The only writer of balances: movements of one statement, summed per level, applied in one order so that writers never deadlock.
CREATE FUNCTION "stock_movement_apply"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "stock_level" ("stockItemId", "warehouseId")
    SELECT DISTINCT a."stockItemId", a."warehouseId" FROM added a
    WHERE NOT EXISTS (SELECT FROM "stock_level" l WHERE l."stockItemId" = a."stockItemId" AND l."warehouseId" = a."warehouseId")
    ORDER BY 1, 2
    ON CONFLICT ("stockItemId", "warehouseId") DO NOTHING;
  PERFORM FROM "stock_level" l
    WHERE (l."stockItemId", l."warehouseId") IN (SELECT a."stockItemId", a."warehouseId" FROM added a)
    ORDER BY l."stockItemId", l."warehouseId" FOR NO KEY UPDATE;
  UPDATE "stock_level" l SET
    "available" = l."available" + d."available", "committed" = l."committed" + d."committed", "picked" = l."picked" + d."picked",
    "putAway" = l."putAway" + d."putAway", "damaged" = l."damaged" + d."damaged", "qualityControl" = l."qualityControl" + d."qualityControl",
    "inTransit" = l."inTransit" + d."inTransit", "incoming" = l."incoming" + d."incoming",
    "version" = l."version" + 1, "updatedAt" = now()
  FROM (
    SELECT m."stockItemId", m."warehouseId",
      coalesce(sum(m.q) FILTER (WHERE m.s = 'AVAILABLE'), 0)::int AS "available", coalesce(sum(m.q) FILTER (WHERE m.s = 'COMMITTED'), 0)::int AS "committed",
      coalesce(sum(m.q) FILTER (WHERE m.s = 'PICKED'), 0)::int AS "picked", coalesce(sum(m.q) FILTER (WHERE m.s = 'PUT_AWAY'), 0)::int AS "putAway",
      coalesce(sum(m.q) FILTER (WHERE m.s = 'DAMAGED'), 0)::int AS "damaged", coalesce(sum(m.q) FILTER (WHERE m.s = 'QUALITY_CONTROL'), 0)::int AS "qualityControl",
      coalesce(sum(m.q) FILTER (WHERE m.s = 'IN_TRANSIT'), 0)::int AS "inTransit", coalesce(sum(m.q) FILTER (WHERE m.s = 'INCOMING'), 0)::int AS "incoming"
    FROM (
      SELECT "stockItemId", "warehouseId", "fromState" AS s, -"quantity" AS q FROM added WHERE "fromState" IS NOT NULL
      UNION ALL
      SELECT "stockItemId", "warehouseId", "toState", "quantity" FROM added WHERE "toState" IS NOT NULL
    ) m GROUP BY 1, 2
  ) d
  WHERE l."stockItemId" = d."stockItemId" AND l."warehouseId" = d."warehouseId";
  RETURN NULL;
END $$;
CREATE TRIGGER "stock_movement_balances" AFTER INSERT ON "stock_movement"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "stock_movement_apply"();

-- A record of what happened is never changed. Owners pass grants; triggers do not let them.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "stock_movement_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "stock_movement" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "ledger_entry_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_entry" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "event_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "event" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- The one door for writes (src/store/write/commit.ts): a whole decision in one call and one transaction, with locks always in this order:
-- idempotency key, channel references, orders by id, other guarded rows, their children, stock, events.
-- CD001: something changed since it was read (load, decide and commit again). CD002: the same key is being worked on. CD003: the key has an outcome.
-- Its plans are made once a session and use indexes: values never change how these rows are found, and a plan made while a table was empty must
-- not read all of it a minute later.
CREATE FUNCTION "crossdock_commit"(p jsonb) RETURNS jsonb LANGUAGE plpgsql
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  batch jsonb; guard jsonb; columns text; column_count int; found_rows int; ids bigint[];
BEGIN
  IF p ? 'idempotency' THEN
    IF NOT pg_try_advisory_xact_lock(hashtextextended((p->'idempotency'->>'principalId') || ' ' || (p->'idempotency'->>'key'), 0)) THEN
      RAISE EXCEPTION 'idempotency key in use' USING ERRCODE = 'CD002';
    END IF;
    PERFORM FROM "idempotency_key" k WHERE k."principalId" = (p->'idempotency'->>'principalId')::uuid AND k."key" = p->'idempotency'->>'key'
      AND k."createdAt" > now() - interval '7 days';
    IF FOUND THEN RAISE EXCEPTION 'idempotency key has an outcome' USING ERRCODE = 'CD003'; END IF;
    INSERT INTO "idempotency_key" ("principalId", "key", "requestHash", "outcome")
      VALUES ((p->'idempotency'->>'principalId')::uuid, p->'idempotency'->>'key', p->'idempotency'->>'requestHash', p->'idempotency'->'outcome')
      ON CONFLICT ("principalId", "key") DO UPDATE SET "requestHash" = excluded."requestHash", "outcome" = excluded."outcome", "createdAt" = now();
  END IF;

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

-- Order numbers are taken from here; a number that was taken and not used is a gap, never a double.
CREATE SEQUENCE "order_number" START 1000001;
CREATE SEQUENCE "pick_list_number" START 1001;
