import type { Plugin } from 'graphql-yoga'
import { limitAliases, limitDepth, limitDirectives } from './document-rules.ts'
import { DOCUMENT_TOKENS } from './limits.ts'

/** What a document may not do, besides the rules of GraphQL. */
export const documentRules = [limitDepth, limitAliases, limitDirectives]

/** How large a document may be, over every transport alike; the numbers are in limits.ts. */
export const useLimits = (): Plugin => ({
  onParse({ parseFn, setParseFn }) {
    setParseFn((source, options) => parseFn(source, { ...options, maxTokens: DOCUMENT_TOKENS }))
  },
  onValidate({ addValidationRule }) {
    for (const rule of documentRules) addValidationRule(rule)
  },
})
