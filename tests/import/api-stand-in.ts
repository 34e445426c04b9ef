import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Call {
  query: string
  variables: {
    key?: string
    field?: string
    value?: string
    intent?: string
    orders?: { reference: string; lines: unknown[] }[]
    exceptions?: { reference: string; kind: string; channel: string }[]
  }
}

/** What the importer needs of the API, on a real socket: snapshots by reference, cases by reference. */
export class ApiStandIn {
  readonly orders = new Map<string, string>()
  readonly cases = new Map<string, unknown>()
  readonly calls: Call[] = []
  readonly statuses: { field: string; value: string; intent: string }[] = []
  channel: string | null = null
  refuse = new Set<string>()
  /** Answers the next calls in place of the API, one each; null lets one pass, 'drop' cuts the connection. */
  trouble: ({ status: number; body: string } | 'drop' | null)[] = []
  onOrders: (() => void) | undefined
  readonly #server: Server

  private constructor() {
    this.#server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        const trouble = this.trouble.shift() ?? null
        if (trouble === 'drop') return request.socket.destroy()
        response.setHeader('content-type', 'application/json')
        if (trouble !== null) return response.writeHead(trouble.status).end(trouble.body)
        const call: Call = JSON.parse(body)
        this.calls.push(call)
        return response.end(JSON.stringify({ data: this.#answer(call) }))
      })
    })
  }

  static async start(): Promise<ApiStandIn> {
    const api = new ApiStandIn()
    await new Promise<void>((ready) => api.#server.listen(0, '127.0.0.1', ready))
    return api
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/graphql`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((done) => this.#server.close(done))
  }

  #answer({ query, variables }: Call): unknown {
    if (query.includes('importOrders')) return this.#importOrders(variables.orders ?? [])
    if (query.includes('raiseExceptions')) return this.#raiseExceptions(variables.exceptions ?? [])
    if (query.startsWith('query')) {
      return { channel: this.channel === null ? null : { key: this.channel, statusMap: this.statuses } }
    }
    if (query.includes('saveChannel')) this.channel = variables.key ?? null
    else
      this.statuses.push({ field: variables.field ?? '', value: variables.value ?? '', intent: variables.intent ?? '' })
    return { saveChannel: { userErrors: [] }, mapChannelStatus: { userErrors: [] } }
  }

  #importOrders(orders: NonNullable<Call['variables']['orders']>): unknown {
    this.onOrders?.()
    const results = orders.map((order, index) => {
      if (this.refuse.has(order.reference)) {
        const field = ['orders', String(index), 'lines', '1', 'sku']
        return { index, outcome: 'REJECTED', userErrors: [{ code: 'INVALID_INPUT', message: 'No such SKU.', field }] }
      }
      const body = JSON.stringify(order)
      const before = this.orders.get(order.reference)
      this.orders.set(order.reference, body)
      return {
        index,
        outcome: before === undefined ? 'CREATED' : before === body ? 'UNCHANGED' : 'UPDATED',
        userErrors: [],
      }
    })
    return { importOrders: { results, userErrors: [] } }
  }

  #raiseExceptions(exceptions: NonNullable<Call['variables']['exceptions']>): unknown {
    const results = exceptions.map((exception, index) => {
      const key = `${exception.kind} ${exception.channel} ${exception.reference}`
      const outcome = this.cases.has(key) ? 'UNCHANGED' : 'CREATED'
      this.cases.set(key, exception)
      return { index, outcome, userErrors: [] }
    })
    return { raiseExceptions: { results, userErrors: [] } }
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
