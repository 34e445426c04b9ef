import type { Probe } from './probe.ts'
import { answerProbes } from './probes/answers.ts'
import { documentProbes } from './probes/documents.ts'
import { fuzzProbes } from './probes/fuzz.ts'
import { httpProbes } from './probes/http.ts'
import { markProbes } from './probes/marks.ts'
import { neighbourProbes } from './probes/neighbours.ts'
import { sseProbes } from './probes/sse.ts'
import { textProbes } from './probes/texts.ts'
import { tokenProbes } from './probes/tokens.ts'
import { walkProbes } from './probes/walk.ts'
import { webSocketProbes } from './probes/websocket.ts'
import { writeProbes } from './probes/writes.ts'

/** In the order in which they run: what a caller without a token may do, what a token may cost, who sees what. */
export const probes: readonly Probe[] = [
  ...httpProbes,
  ...webSocketProbes,
  ...sseProbes,
  ...neighbourProbes,
  ...documentProbes,
  ...textProbes,
  ...answerProbes,
  ...writeProbes,
  ...fuzzProbes,
  ...walkProbes,
  ...markProbes,
  ...tokenProbes,
]
