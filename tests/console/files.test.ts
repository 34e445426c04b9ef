import { expect, test } from 'vitest'
import { readConsole } from '#server/console'

const files = readConsole()

test('the page and its modules come with their types and a strict policy', () => {
  const page = files('/')
  expect(page?.status).toBe(200)
  expect(page?.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(page?.headers['content-security-policy']).toContain("default-src 'self'")
  expect(files('/console/main.js')?.headers['content-type']).toBe('text/javascript; charset=utf-8')
  expect(files('/console/api/socket.js')?.status).toBe(200)
  expect(files('/console/style.css')?.headers['content-type']).toBe('text/css; charset=utf-8')
})

test.each([
  '/console/../../package.json',
  '/console/..%2f..%2fpackage.json',
  '/console/',
  '/console',
  '/main.js',
  '//',
  '/console/index.html',
])('%s names no file of the console', (path) => {
  expect(files(path)).toBeUndefined()
})

test('what the browser has already is not sent again', () => {
  const etag = files('/')?.headers.etag
  expect(files('/', etag)).toMatchObject({ status: 304, body: null })
  expect(files('/', '"something-else"')?.status).toBe(200)
})

test('nothing in the page is inline or from elsewhere', () => {
  const html = String(files('/')?.body)
  expect(html).not.toMatch(/<script>|<style|style=|\son\w+=|https?:/)
})
