-- An exception of an order is of the order's channel. One that was raised with another channel beside it said otherwise, and both saw it.
update "exception_case" e set "channelId" = o."channelId" from "order" o
  where o."id" = e."orderId" and e."channelId" is distinct from o."channelId";
