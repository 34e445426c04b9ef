import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { projectFolder } from '../support/real-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'crossdock-attacked-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function attack(...args: string[]): Promise<{ code: number | null; said: string }> {
  const loader = join(projectFolder, 'tests', 'support', 'typescript.mjs')
  const child = spawn(process.execPath, ['--import', loader, join(projectFolder, 'attack', 'run.ts'), ...args], {
    cwd: projectFolder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TZ: process.env.TZ },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part: Buffer) => {
      said += part.toString()
    })
  }
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })))
}

test('a built server holds what docs/security.md promises under the short attack', { timeout: 180_000 }, async () => {
  const file = join(folder, 'figures.json')
  const { code, said } = await attack('--short', '--json', file)
  const { outcomes } = JSON.parse(readFileSync(file, 'utf8')) as {
    outcomes: { name: string; tried: number; wrong: string[] }[]
  }
  expect(outcomes.filter(({ tried }) => tried === 0)).toEqual([])
  expect(outcomes.filter(({ wrong }) => wrong.length > 0)).toEqual([])
  expect(outcomes.length).toBeGreaterThan(15)
  expect(code, said).toBe(0)
})

test('a probe that there is not is refused with the names of those that there are', async () => {
  const { code, said } = await attack('--only', 'nothing')
  expect(code).toBe(2)
  expect(said).toContain('walk-fields')
})
