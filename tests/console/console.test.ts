import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium, openBrowser, type Visit, whySkipped } from './browser.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop
let visit: () => Promise<Visit>

const signIn = async (page: Page, token = shop.adminToken) => {
  await page.goto(shop.url)
  await page.fill('#token', token)
  await page.click('button[type=submit]')
}
const live = (page: Page) => page.waitForSelector('.connection[data-state=live]')
const count = (page: Page, key: string) => page.locator(`[data-count=${key}] .count`)
const goTo = (page: Page, hash: string) => page.goto(`${shop.url}/${hash}`)
const dialog = (page: Page) => page.locator('dialog[open]')

describe.skipIf(!hasChromium)(`the console in a browser${whySkipped}`, () => {
  beforeAll(async () => {
    shop = await openShop()
    visit = await openBrowser()
  })
  afterAll(() => shop.stop())

  test('a token signs in, a wrong one says why, and it is in no address', async () => {
    const { page, addresses, complaints } = await visit()
    await signIn(page, 'nobody-knows-this-token-anywhere-at-all')
    await page.waitForSelector('[role=alert] .notice')
    expect(await page.locator('[role=alert]').textContent()).toContain('not known')
    await page.fill('#token', shop.adminToken)
    await page.click('button[type=submit]')
    await live(page)
    expect(addresses.some((address) => address.startsWith('ws'))).toBe(true)
    expect(addresses.filter((address) => address.includes(shop.adminToken))).toEqual([])
    await page.reload()
    await live(page)
    await page.click('text=Sign out')
    await page.waitForSelector('#token')
    expect(await page.evaluate('sessionStorage.length')).toBe(0)
    expect(complaints).toEqual([])
    await page.close()
  })

  test('the board counts an order as it comes and as it moves on', async () => {
    const { page, complaints } = await visit()
    await signIn(page)
    await live(page)
    const before = Number(await count(page, 'READY').textContent())
    const number = await shop.order()
    await page.waitForFunction(
      (expected) => document.querySelector('[data-count=READY] .count')?.textContent === expected,
      String(before + 1),
    )
    await page.locator('.event', { hasText: number }).first().waitFor()
    await shop.ask(`mutation { releaseOrder(order: { number: "${number}" }) { userErrors { message } } }`)
    await page.waitForFunction(
      (expected) => document.querySelector('[data-count=READY] .count')?.textContent === expected,
      String(before),
    )
    expect(complaints).toEqual([])
    await page.close()
  })

  test('a paused stream stands still and misses nothing', async () => {
    const { page } = await visit()
    await signIn(page)
    await live(page)
    await goTo(page, '#/stream')
    await page.click('text=Pause')
    const number = await shop.order()
    await page.getByText(/Paused; [1-9]\d* newer/).waitFor()
    expect(await page.locator('.event', { hasText: number }).count()).toBe(0)
    await page.click('text=Go on')
    await page.locator('.event', { hasText: number }).first().waitFor()
    await page.close()
  })

  test('an order is held and let go with reasons, and its page and trail follow', async () => {
    const { page, complaints } = await visit()
    const number = await shop.order()
    await signIn(page)
    await live(page)
    await goTo(page, `#/orders/${number}`)
    await page.click('[data-action=HOLD]')
    await dialog(page).locator('select').selectOption('MANUAL')
    await dialog(page).locator('textarea').fill('Wait for the call')
    await dialog(page).locator('button[type=submit]').click()
    await page.locator('.hold', { hasText: 'Wait for the call' }).waitFor()
    await page.locator('.trail', { hasText: 'Order held' }).waitFor()
    await page.click('[data-action=RELEASE_HOLD]')
    await dialog(page).locator('select').selectOption('CUSTOMER_CONFIRMED')
    await dialog(page).locator('button[type=submit]').click()
    await page.locator('.hold').waitFor({ state: 'detached' })
    const { order } = await shop.ask(`{ order(number: "${number}") { version } }`)
    await page.locator(`.trail [data-sequence="${order.version}"]`).waitFor()
    const sequences = await page
      .locator('.trail .event')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-sequence')))
    expect(sequences.map(Number)).toEqual(Array.from({ length: order.version }, (_, n) => order.version - n))
    expect(complaints).toEqual([])
    await page.close()
  })

  test('what is refused stays on the screen with its reason, and then goes through', async () => {
    const { page } = await visit()
    const number = await shop.order()
    await signIn(page)
    await live(page)
    await goTo(page, `#/orders/${number}`)
    await page.click('[data-action=CANCEL]')
    // Somebody else changes the order while the dialog is open.
    await shop.ask(`mutation { holdOrder(order: { number: "${number}" }, reason: MANUAL) { userErrors { message } } }`)
    await dialog(page).locator('select').selectOption('CUSTOMER')
    await dialog(page).locator('button[type=submit]').click()
    await dialog(page).locator('.notice').waitFor()
    await dialog(page).getByText('Leave it').click()
    await page.locator('.hold').waitFor()
    await page.click('[data-action=CANCEL]')
    await dialog(page).locator('select').selectOption('CUSTOMER')
    await dialog(page).locator('button[type=submit]').click()
    await page.locator('.head .badge', { hasText: 'Cancelled' }).waitFor()
    await page.locator('[data-action=CANCEL]').waitFor({ state: 'detached' })
    await page.close()
  })

  test('an exception is taken and resolved with a reason', async () => {
    const { page, complaints } = await visit()
    const number = await shop.order()
    const raised = await shop.ask(
      `mutation { raiseException(kind: MANUAL, summary: "Call the buyer back", order: { number: "${number}" }) { exceptionCase { id } userErrors { message } } }`,
    )
    const { id } = raised.raiseException.exceptionCase
    await signIn(page)
    await live(page)
    await goTo(page, '#/exceptions')
    const card = page.locator(`[data-case="${id}"]`)
    await card.getByText('Assign to me').click()
    await card.getByText('With you').waitFor()
    await card.getByText('Resolve…').click()
    await dialog(page).locator('select').selectOption('FIXED')
    await dialog(page).locator('textarea').fill('Called; all is well')
    await dialog(page).locator('button[type=submit]').click()
    await card.waitFor({ state: 'detached' })
    await goTo(page, '#/exceptions?show=resolved')
    await page.locator(`[data-case="${id}"]`, { hasText: 'Called; all is well' }).waitFor()
    expect(complaints).toEqual([])
    await page.close()
  })

  test('orders are filtered, found and paged, each once', async () => {
    const { page } = await visit()
    const numbers: string[] = []
    for (let n = 0; n < 30; n += 1) numbers.push(await shop.order({ tags: ['paged'] }))
    await signIn(page)
    await live(page)
    await goTo(page, '#/orders?status=READY')
    await page.locator('tbody tr').nth(24).waitFor()
    expect(await page.locator('tbody tr').count()).toBe(25)
    await page.click('text=Older')
    await page.locator('tbody tr').nth(29).waitFor()
    const shown = await page.locator('tbody tr td:first-child').allInnerTexts()
    expect(new Set(shown).size).toBe(shown.length)
    expect(shown).toEqual(expect.arrayContaining(numbers))
    await page.fill('[role=search] input', numbers[3] ?? '')
    await page.press('[role=search] input', 'Enter')
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1)
    expect(await page.locator('tbody').textContent()).toContain(numbers[3])
    await page.close()
  })

  test('what a channel sends is shown as the text that it is', async () => {
    const { page, complaints } = await visit()
    const title = '<img src=x onerror="window.broken = true"><script>window.broken = true</script>'
    const number = await shop.order({
      buyerNote: title,
      lines: [{ reference: '1', sku: 'MUG', title, quantity: 2, unitPrice: '10.00' }],
    })
    await signIn(page)
    await live(page)
    await goTo(page, `#/orders/${number}`)
    await page.getByText(title).first().waitFor()
    expect(await page.evaluate('window.broken')).toBeUndefined()
    expect(await page.locator('main img, main script').count()).toBe(0)
    expect(complaints).toEqual([])
    await page.close()
  })

  test('after a crash of the server the page comes back by itself, and each event is there once', async () => {
    const { page, complaints } = await visit()
    const watched = await shop.order()
    await signIn(page)
    await live(page)
    await goTo(page, '#/stream')
    await page.locator('.event', { hasText: watched }).first().waitFor()
    await shop.crash()
    await page.getByText(/Reconnecting since/).waitFor()
    await shop.start()
    const missed = await Promise.all([shop.order(), shop.order(), shop.order()])
    await live(page)
    const after = await shop.order()
    await page.locator('.event', { hasText: after }).first().waitFor()
    const { events } = await shop.ask('{ events(last: 100) { nodes { id } } }')
    const ids: string[] = events.nodes.map(({ id }: { id: string }) => id).reverse()
    await page.waitForFunction(
      (id) => document.querySelector('.event')?.getAttribute('data-event') === id,
      ids[0] ?? '',
    )
    const shown = await page.locator('.event').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-event')))
    expect(shown.slice(0, ids.length)).toEqual(ids)
    for (const number of missed) expect(await page.locator('.event', { hasText: number }).count()).toBeGreaterThan(0)
    expect(complaints).toEqual([])
    await page.close()
  })

  test('who may only read is offered nothing to press', async () => {
    const { page } = await visit()
    const number = await shop.order()
    await shop.ask(
      `mutation { raiseException(kind: MANUAL, summary: "Look", order: { number: "${number}" }) { userErrors { message } } }`,
    )
    await signIn(page, await shop.readerToken())
    await live(page)
    await goTo(page, `#/orders/${number}`)
    await page.locator('.trail .event').first().waitFor()
    expect(await page.locator('[data-action]').count()).toBe(0)
    expect(await page.locator('main').textContent()).not.toContain('ada@example.org')
    await goTo(page, '#/exceptions')
    await page.locator('.case').first().waitFor()
    expect(await page.locator('.case button').count()).toBe(0)
    await page.close()
  })

  test('it fits a phone', async () => {
    const { page } = await visit()
    await page.setViewportSize({ width: 360, height: 740 })
    const number = await shop.order()
    await signIn(page)
    await live(page)
    for (const hash of ['#/board', '#/stream', '#/orders', `#/orders/${number}`, '#/exceptions']) {
      await goTo(page, hash)
      await page.locator('main h1').waitFor()
      const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      expect(await page.evaluate(beyond), hash).toBe(0)
    }
    await page.close()
  })
})
