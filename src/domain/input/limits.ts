// What one call and one order may hold. Texts have their own limits in values/text.

/** Orders of one `importOrders` call. */
export const ORDERS_PER_CALL = 500
/** Lines of one order. A wholesale shop's real year holds an invoice of 1,114. */
export const LINES_PER_ORDER = 2_000
/** Numbers that one order is known by: channel, payments, fulfilments, refunds, tracking … */
export const REFERENCES_PER_ORDER = 100
/** Payments, fulfilments, cancellations, refunds and returns of one snapshot, each. */
export const REPORTS_PER_ORDER = 100
/** Units of one line: keeps every sum of units inside a database integer. */
export const UNITS_PER_LINE = 1_000_000
/** Tax lines of one order line. */
export const TAX_LINES_PER_LINE = 50
/** Statuses that a channel shows on one order. */
export const STATUSES_PER_ORDER = 50
/** Tags of one order. */
export const TAGS_PER_ORDER = 250
/** Reasons that a risk assessment gives. */
export const RISK_REASONS = 50
/** Refusals that are answered about one order; a thousand bad lines need no thousand answers. */
export const PROBLEMS_PER_ORDER = 20
/** Messages that wait for one order that is not here yet. */
export const DEFERRED_PER_REFERENCE = 100
