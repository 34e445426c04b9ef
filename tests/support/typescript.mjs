// node --conditions=crossdock-source --import ./tests/support/typescript.mjs FILE.ts
// Runs our sources in a real process, to be killed by tests, on every Node that we support and without a build.
import { register } from 'node:module'

register('./typescript-hooks.mjs', import.meta.url)
