import type { CronItem } from 'graphile-worker'

/** What the clock requests, however many workers there are. A minute that nobody saw is not made up for: the next one does it. */
export const schedule: readonly CronItem[] = [
  { task: 'escalate-exceptions', match: '* * * * *', options: { jobKey: 'escalate-exceptions' } },
  { task: 'fold-tally', match: '* * * * *', options: { jobKey: 'fold-tally' } },
  { task: 'clean-up', match: '17 3 * * *', options: { jobKey: 'clean-up' } },
  // What a wake-up missed: an order that was judged just before its stock came and stored just after.
  {
    task: 'revalidate-waiting',
    match: '*/10 * * * *',
    options: { jobKey: 'revalidate-waiting:sweep' },
    payload: { reason: 'INVENTORY_OUT_OF_STOCK' },
  },
  { task: 'start-polls', match: '* * * * *', options: { jobKey: 'start-polls' } },
]
