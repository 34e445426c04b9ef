import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium, openBrowser, type Visit, whySkipped } from './browser.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop
let visit: () => Promise<Visit>

/** Opens GraphiQL with a document and a token, as it keeps them itself, and runs the document. */
async function run(page: Page, query: string): Promise<void> {
  await page.goto(`${shop.url}/graphiql`)
  const kept = {
    'graphiql:query': query,
    'graphiql:headers': JSON.stringify({ Authorization: `Bearer ${shop.adminToken}` }),
    'graphiql:shouldPersistHeaders': 'true',
  }
  await page.evaluate((entries) => {
    localStorage.clear()
    for (const [key, value] of Object.entries(entries)) localStorage.setItem(key, value)
  }, kept)
  await page.reload()
  await page.click('.graphiql-execute-button')
}

const answer = (page: Page, text: RegExp) => page.locator('.result-window', { hasText: text }).waitFor()

describe.skipIf(!hasChromium)(`GraphiQL in a browser${whySkipped}`, () => {
  beforeAll(async () => {
    shop = await openShop()
    visit = await openBrowser()
  })
  afterAll(() => shop.stop())

  test('its content security policy lets only the scripts of the page run', async () => {
    const policy = (await fetch(`${shop.url}/graphiql`)).headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/default-src 'none'; script-src 'sha256-[^;]+;/)
    expect(policy).not.toMatch(/script-src[^;]*('unsafe-|\*|https?:)/)
    expect(policy).toContain("frame-ancestors 'none'")
    const { page } = await visit()
    await page.goto(`${shop.url}/graphiql`)
    await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.smuggled = true'
      document.body.append(script)
    })
    expect(await page.evaluate('window.smuggled')).toBeUndefined()
    await page.close()
  })

  test('queries and subscriptions are answered under the policy, and nothing is asked of elsewhere', async () => {
    const { page, complaints, addresses } = await visit()
    await run(page, '{ viewer { role } }')
    await answer(page, /"role":\s"admin"/)
    await run(page, 'subscription { events { live } }')
    await answer(page, /"live":\strue/)
    expect(complaints).toEqual([])
    expect(addresses.filter((address) => !/^(blob:|data:)/.test(address) && !address.startsWith(shop.url))).toEqual([])
    await page.close()
  })
})
