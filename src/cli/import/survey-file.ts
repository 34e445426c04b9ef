import { bindColumns } from '#connectors/channels/spreadsheet/columns'
import type { MapFile } from '#connectors/channels/spreadsheet/map-file'
import { type RowReader, rowReader } from '#connectors/channels/spreadsheet/read-row'
import { type Survey, SurveyTaker } from '#connectors/channels/spreadsheet/survey'
import { UsageError } from './options.ts'
import type { Progress } from './progress.ts'
import { readRecords, type Source, SourceError } from './source.ts'

export interface SurveyedFile {
  source: Source
  header: string[]
  reader: RowReader
  survey: Survey
}

/** The first pass: nothing is sent before the whole file has been read. Null where it was stopped. */
export async function surveyFile(
  source: Source,
  map: MapFile,
  progress: Progress,
  stop: AbortSignal,
): Promise<SurveyedFile | null> {
  const { records, raw } = readRecords(source, false)
  progress.begin('Reading', source.bytes, 'bytes')
  let header: string[] | null = null
  let reader: RowReader | null = null
  let taker: SurveyTaker | null = null
  let row = 0
  for await (const fields of records) {
    if (taker === null) {
      header = fields
      reader = readerFor(map, fields, source)
      taker = new SurveyTaker(reader)
      continue
    }
    taker.add(fields)
    if ((++row & 1_023) === 0) {
      if (stop.aborted) return null
      progress.reach(raw.bytesRead)
    }
  }
  if (header === null || reader === null || taker === null) throw new SourceError(`${source.path} is empty`)
  if (row === 0) throw new SourceError(`${source.path} has a header and no rows`)
  progress.reach(source.bytes)
  progress.end()
  return { source, header, reader, survey: taker.finish() }
}

function readerFor(map: MapFile, header: string[], source: Source): RowReader {
  const bound = bindColumns(map, header)
  if (bound.ok) return rowReader(map, bound.columns)
  throw new UsageError(`the map does not fit ${source.name}:\n${bound.faults.map((fault) => `  ${fault}`).join('\n')}`)
}
