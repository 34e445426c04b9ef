import { refuse } from '../problems.ts'
import { cleanText, LINE_LIMIT } from '../values/text.ts'

/** The settings of a channel that Crossdock obeys; docs/intake.md explains each. */
export interface ChannelSettings {
  /** An authorized payment is enough to release; unset: the money has to be captured. */
  releaseOnAuthorization?: boolean
  /** The channel's names of places, each with the key of the warehouse that it means. */
  locations?: Readonly<Record<string, string>>
}

/** Places of a channel that may be named. */
export const LOCATIONS_LIMIT = 500

type Checks = { [Name in keyof ChannelSettings]-?: (value: unknown) => ChannelSettings[Name] }

const checks: Checks = {
  releaseOnAuthorization: (value) =>
    typeof value === 'boolean' ? value : wrong('`releaseOnAuthorization` is true or false.', 'releaseOnAuthorization'),
  locations: checkedLocations,
}

/** What a caller gave, or a refusal that names the setting: what is not known here would be ignored, so it is refused. */
export function checkedSettings(given: unknown): ChannelSettings {
  if (!isObject(given))
    return wrong('The settings of a channel are a JSON object, such as {"releaseOnAuthorization": true}.')
  const settings: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(given)) {
    const check = Object.hasOwn(checks, name) ? checks[name as keyof Checks] : undefined
    if (check === undefined) {
      const known = Object.keys(checks).join(', ')
      return wrong(`${JSON.stringify(name.slice(0, LINE_LIMIT))} is no setting of a channel. There are: ${known}.`)
    }
    settings[name] = check(value)
  }
  return settings
}

function checkedLocations(value: unknown): Record<string, string> {
  const example =
    '`locations` names places of the channel and the warehouse that each means, such as {"Depot 1": "main"}.'
  if (!isObject(value)) return wrong(example, 'locations')
  const entries = Object.entries(value)
  if (entries.length > LOCATIONS_LIMIT)
    return wrong(`\`locations\` has ${entries.length} places; at most ${LOCATIONS_LIMIT} are kept.`, 'locations')
  return Object.fromEntries(
    entries.map(([place, warehouse]) => {
      if (typeof warehouse !== 'string') return wrong(example, 'locations')
      return [text(place), text(warehouse)]
    }),
  )
}

function text(given: string): string {
  const clean = cleanText(given, LINE_LIMIT, 'A name in `locations`')
  return clean.ok ? clean.value : wrong(clean.message, 'locations')
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const wrong = (message: string, ...path: string[]): never => refuse('INVALID_INPUT', message, ['settings', ...path])
