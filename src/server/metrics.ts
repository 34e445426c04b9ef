import type { ExecutionResult } from 'graphql'
import type pg from 'pg'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { UncompiledReads } from '#engines/reader'
import type { Log } from '#events/log'
import type { Fullness } from '#store/bounded'
import type { Handle } from '#store/handle'
import { readConsumers } from '#store/read/consumers'

const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** What is looked at when somebody asks for the metrics. */
interface Observed {
  pool: pg.Pool
  log: Log
  handle: Handle
  uncompiled: UncompiledReads
  /** Reads so far that the reader has SQL for. */
  compiledReads(): number
  /** What is kept of what callers send, by name. */
  caches: Record<string, Fullness>
}

/** What this process reports to its operators, in the words of Prometheus. */
export class Metrics {
  readonly registry = new Registry()
  readonly sockets = new Gauge({
    name: 'crossdock_websockets',
    help: 'Open WebSocket connections.',
    registers: [this.registry],
  })
  readonly requests = new Histogram({
    name: 'crossdock_http_request_seconds',
    help: 'Time to answer an HTTP request, streams aside.',
    labelNames: ['route', 'status'],
    buckets,
    registers: [this.registry],
  })
  readonly deliveries = new Counter({
    name: 'crossdock_stream_deliveries_total',
    help: 'Events and board frames that subscriptions were given.',
    registers: [this.registry],
  })
  readonly answers = new Counter({
    name: 'crossdock_stream_answers_total',
    help: 'Answers that were made for them: fewer where several ask the same of one event.',
    registers: [this.registry],
  })
  private readonly graphqlRequests = new Counter({
    name: 'crossdock_graphql_requests_total',
    help: 'GraphQL requests over HTTP, streams aside, by the path that answered: fast, or yoga for what the fast path does not take.',
    labelNames: ['path'],
    registers: [this.registry],
  })
  readonly answeredByFastPath = this.graphqlRequests.labels('fast')
  readonly answeredByYoga = this.graphqlRequests.labels('yoga')
  private readonly operations = new Histogram({
    name: 'crossdock_operation_seconds',
    help: 'Time to execute a GraphQL operation.',
    labelNames: ['type'],
    buckets,
    registers: [this.registry],
  })
  private readonly failures = new Counter({
    name: 'crossdock_operation_errors_total',
    help: 'Top-level errors of GraphQL operations, by extensions.code.',
    labelNames: ['code'],
    registers: [this.registry],
  })

  constructor() {
    collectDefaultMetrics({ register: this.registry })
  }

  /** What is read from elsewhere when somebody looks. */
  observe({ pool, log, handle, uncompiled, compiledReads, caches }: Observed): void {
    const registers = [this.registry]
    observeCaches(caches, registers)
    new Counter({
      name: 'crossdock_reads_compiled_total',
      help: 'Reads of the schema that were one statement of our reader.',
      registers,
      collect() {
        this.reset()
        this.inc(compiledReads())
      },
    })
    new Counter({
      name: 'crossdock_reads_uncompiled_total',
      help: 'Reads that Prisma answered in several statements, because the reader has no SQL for them; the log says why at debug.',
      labelNames: ['model'],
      registers,
      collect() {
        this.reset()
        for (const [model, reads] of uncompiled.counts) this.inc({ model }, reads)
      },
    })
    new Gauge({
      name: 'crossdock_database_connections',
      help: 'Connections of the pool.',
      labelNames: ['state'],
      registers,
      collect() {
        this.set({ state: 'open' }, pool.totalCount)
        this.set({ state: 'idle' }, pool.idleCount)
        this.set({ state: 'waited_for' }, pool.waitingCount)
      },
    })
    new Gauge({
      name: 'crossdock_streams',
      help: 'Open subscriptions.',
      registers,
      collect() {
        this.set(log.live.subscribers)
      },
    })
    new Gauge({
      name: 'crossdock_slowest_stream_lag_events',
      help: 'Events between the head of the log and the subscription that is furthest behind.',
      registers,
      collect() {
        this.set(Math.max(0, log.head - (log.live.slowest ?? log.head)))
      },
    })
    new Gauge({
      name: 'crossdock_log_lag_events',
      help: 'Events of the log that a consumer has not handled yet.',
      labelNames: ['consumer'],
      registers,
      async collect() {
        for (const { name, lag } of await readConsumers(handle)) this.set({ consumer: name }, lag)
      },
    })
  }

  /** Times an operation and counts its errors; called as it begins, and then with what came of it. */
  operation(type: string): (result: ExecutionResult) => void {
    const end = this.operations.labels(type).startTimer()
    return ({ errors }) => {
      end()
      for (const error of errors ?? []) this.failures.inc({ code: String(error.extensions.code ?? 'NONE') })
    }
  }
}

function observeCaches(caches: Observed['caches'], registers: Registry[]): void {
  const gauge = (name: string, help: string, read: (cache: Fullness) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['cache'],
      registers,
      collect() {
        for (const [cache, fullness] of Object.entries(caches)) this.set({ cache }, read(fullness))
      },
    })
  gauge('crossdock_cache_entries', 'Entries of the caches that callers fill.', ({ size }) => size)
  gauge('crossdock_cache_bytes', 'Bytes that these caches hold on to, about.', ({ bytes }) => bytes)
}
