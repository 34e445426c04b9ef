-- What `OrderFilter.search` looks at (src/store/read/search-orders.ts): each part by an index of its own.
CREATE INDEX "customer_email_search" ON "customer" (lower("email"));
CREATE INDEX "customer_name_search" ON "customer" (lower("name") text_pattern_ops);
CREATE INDEX "order_postcode_search" ON "order" (upper(replace("shippingAddress"->>'postcode', ' ', '')));
CREATE INDEX "order_recipient_search" ON "order" (lower("shippingAddress"->>'name') text_pattern_ops);
