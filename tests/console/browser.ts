import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll } from 'vitest'

const executablePath = '/usr/bin/chromium'
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const hasChromium = existsSync(executablePath)
/** For the name of a suite that cannot run here. */
export const whySkipped = hasChromium ? '' : ` (skipped: ${executablePath} is missing, install Debian's "chromium")`

export interface Visit {
  page: Page
  /** What the browser complained of: errors of scripts, refusals of the content security policy. */
  complaints: string[]
  /** Every address that was asked for, WebSockets included. */
  addresses: string[]
}

/** A fresh browser with a profile of its own; it ends with the test file. */
export async function openBrowser(viewport = { width: 1280, height: 900 }): Promise<() => Promise<Visit>> {
  const profile = mkdtempSync(join(tmpdir(), 'crossdock-console-'))
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: flags,
    viewport,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
  })
  context.setDefaultTimeout(15_000)
  afterAll(async () => {
    await context.close()
    rmSync(profile, { recursive: true, force: true })
  })
  return async () => {
    const page = await context.newPage()
    const complaints: string[] = []
    const addresses: string[] = []
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      // An address that does not answer, or answers 401, is said by the page itself.
      if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text())) {
        complaints.push(message.text())
      }
    })
    page.on('request', (request) => addresses.push(request.url()))
    page.on('websocket', (socket) => addresses.push(socket.url()))
    return { page, complaints, addresses }
  }
}
