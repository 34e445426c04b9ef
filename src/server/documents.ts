import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, specifiedRules, validate } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { Bounded } from '#store/bounded'
import { documentRules, tooMuch } from './document-rules.ts'
import {
  DOCUMENT_CACHE_BYTES,
  DOCUMENT_LENGTH,
  DOCUMENT_TOKENS,
  DOCUMENTS,
  NESTING,
  REMEMBERED_DOCUMENT,
} from './limits.ts'
import { isNestedDeeper } from './nesting.ts'

/** What a parsed document costs for each of its characters, measured: nodes, tokens, and the plan of its operation. */
const BYTES_PER_CHARACTER = 150

/** A document that can be executed, or what is wrong with it. */
export type Read = { document: DocumentNode; errors?: undefined } | { errors: readonly GraphQLError[] }

/** The documents of this server, parsed and checked once, whichever transport brings them. */
export class Documents {
  readonly #schema: GraphQLSchema
  readonly cache = new Bounded<DocumentNode>({
    entries: DOCUMENTS,
    bytes: DOCUMENT_CACHE_BYTES,
    keyLength: REMEMBERED_DOCUMENT,
    weigh: ({ loc }) => (loc?.end ?? 0) * BYTES_PER_CHARACTER,
  })

  constructor(schema: GraphQLSchema) {
    this.#schema = schema
  }

  read(text: string): Read {
    const known = this.cache.get(text)
    if (known !== undefined) return { document: known }
    try {
      const document = checkedParse(text)
      // The cheap limits first: GraphQL's own rules take quadratic time for what these refuse.
      for (const rules of [documentRules, specifiedRules]) {
        const errors = validate(this.#schema, document, rules)
        if (errors.length > 0) return { errors: errors.map((error) => refused(error, 'GRAPHQL_VALIDATION_FAILED')) }
      }
      this.cache.set(text, document)
      return { document }
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [refused(error, 'GRAPHQL_PARSE_FAILED')] }
      throw error
    }
  }
}

/** Looks at length and depth before the parser and every rule recurse into it. */
function checkedParse(text: string): DocumentNode {
  if (text.length > DOCUMENT_LENGTH) {
    throw tooMuch(
      `The document has ${text.length} characters; at most ${DOCUMENT_LENGTH} are read. Data belongs into variables.`,
    )
  }
  if (isNestedDeeper(text, NESTING)) {
    throw tooMuch(`Selections or values of the document nest deeper than ${NESTING} levels, the most that are read.`)
  }
  return parse(text, { maxTokens: DOCUMENT_TOKENS })
}

/** The error with what GraphQL over HTTP says of a document that is not executed. */
function refused(error: GraphQLError, code: string): GraphQLError {
  const { extensions } = error
  extensions.code ??= code
  extensions.http = { spec: true, status: 400, ...(extensions.http as object | undefined) }
  return error
}

/** Makes Yoga, and what goes through its envelope, read documents by this. */
export function useDocuments(documents: Documents): Plugin {
  return {
    onParse: ({ setParseFn }) =>
      setParseFn((source: string | { body: string }) => {
        const { errors, ...read } = documents.read(typeof source === 'string' ? source : source.body)
        if (errors === undefined) return (read as { document: DocumentNode }).document
        const [first] = errors
        throw errors.length === 1 && first !== undefined ? first : new AggregateError(errors)
      }),
    onValidate: ({ setResult }) => setResult([]), // whatever was parsed by the above is valid
  }
}
