import { inHouse } from '#domain/order/status'

export const inHouseStatuses = `(${inHouse.map((status) => `'${status}'`).join(', ')})`

/** Tiers of lines, as `drivingLines` has them: the merchant's goods, all goods, all that was bought, and fees and tips along with it. */
const tier = `case when l."kind" in ('FEE', 'TIP') then 4 when l."kind" <> 'GOODS' then 3 when l."fulfilledBy" <> 'MERCHANT' then 2 else 1 end`

/** The lines that drive the status: those of the first tier of which something is left, and of the tiers before it. */
const drivingLines = `select t.*, coalesce(
      min(t."tier") filter (where t."tier" < 4 and t."cancelled" < t."quantity") over (partition by t."orderId"),
      case when min(t."tier") over (partition by t."orderId") < 4 then 3 else 4 end) as "driving"
    from (select l.*, ${tier} as "tier" from order_line l) t`

const derived = `case
    when u."outstanding" + u."underway" + u."delivered" + u."returned" = 0 then 'CANCELLED'
    when u."outstanding" > 0 then case
      when u."delivered" > 0 then 'PARTIALLY_DELIVERED'
      when u."underway" + u."returned" > 0 then 'PARTIALLY_SHIPPED'
      when u."allocated" > 0 then coalesce((select case when bool_or(s."status" = 'PLANNED') then 'RELEASED' when bool_or(s."status" = 'PICKING') then 'PICKING'
          else 'PACKED' end from shipment s where s."orderId" = o."id" and s."status" in ${inHouseStatuses} having count(*) > 0), 'RELEASED')
      when jsonb_array_length(o."validation") > 0 and not jsonb_path_exists(o."validation", '$[*] ? (@.passed != true)') then 'READY'
      else 'NEW' end
    when u."underway" > 0 then case when u."delivered" > 0 then 'PARTIALLY_DELIVERED' else 'SHIPPED' end
    when u."returned" > 0 then case when u."delivered" > 0 then 'PARTIALLY_RETURNED' else 'RETURNED' end
    else 'DELIVERED' end`

/**
 * Orders whose status is another than the one that src/domain/order/status.ts derives. A copy of that function, because no
 * check of all orders can load them; tests/store/derived-status.test.ts compares the two.
 */
export const wrongStatuses = `select o."id" as "orderId", o."status", d."derived"
    from "order" o join (select d."orderId", sum(d."open" + d."allocated") as "outstanding", sum(d."allocated") as "allocated",
        sum(d."shipped" + d."lost") as "underway", sum(d."delivered") as "delivered", sum(d."returned") as "returned"
      from (${drivingLines}) d where d."tier" <= d."driving" group by 1) u on u."orderId" = o."id"
    cross join lateral (select ${derived} as "derived") d
    where o."status" <> d."derived"`
