import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { checkNode } from '#cli/commands/doctor'
import { main } from '#cli/main'
import { nearest } from '#cli/nearest'
import { stopEmbedded } from '#store/embedded/start'
import { emptyDatabase, freshDatabase } from '../support/database.ts'

async function crossdock(...argv: string[]) {
  const printed: string[] = []
  const warned: string[] = []
  const code = await main(argv, { print: (line) => printed.push(line), warn: (line) => warned.push(line) })
  return { code, printed: printed.join('\n'), warned: warned.join('\n') }
}

const commands = [
  'migrate',
  'migrate create',
  'migrate resolve',
  'token create',
  'token list',
  'token revoke',
  'schema',
  'doctor',
]

describe('help', () => {
  it('lists every command', async () => {
    const { code, printed } = await crossdock('--help')
    expect(code).toBe(0)
    for (const name of [...commands, 'import']) expect(printed).toMatch(new RegExp(`^  ${name} `, 'm'))
  })

  it.each(commands)('of %s says usage, options, examples and exit codes', async (name) => {
    const { code, printed } = await crossdock(...name.split(' '), '--help')
    expect(code).toBe(0)
    for (const part of [`Usage: crossdock ${name}`, 'Options', 'Examples', 'Exit codes'])
      expect(printed).toContain(part)
  })

  it('of a group lists its commands', async () => {
    expect((await crossdock('token', '--help')).printed).toContain('token revoke')
  })

  it('is what a bare crossdock shows, and that is wrong usage', async () => {
    expect(await crossdock()).toMatchObject({ code: 2, printed: expect.stringContaining('Usage: crossdock COMMAND') })
  })

  it('has a version beside it', async () => {
    expect(await crossdock('--version')).toMatchObject({ code: 0, printed: expect.stringMatching(/^\d+\.\d+\.\d+/) })
  })
})

describe('what was typed wrongly ends with code 2 and the nearest right thing', () => {
  it.each([
    [['migrat'], 'there is no command "migrat"; did you mean migrate?'],
    [['tokn', 'list'], 'there is no command "tokn"; did you mean token?'],
    [['token', 'revok'], 'there is no command "token revok"; did you mean token revoke?'],
    [['zebra'], 'there is no command "zebra"\n'],
    [['--verbose'], 'there is no option "--verbose"'],
    [['token', 'create', '--nam', 'x'], 'there is no option --nam; did you mean --name?'],
    [['token', 'create', '--role', 'reader'], '--name NAME is missing'],
    [['token', 'create', '--name', 'x', '--role', 'boss'], '--role ROLE is missing or unknown'],
    [['token', 'create', '--name', 'x', '--role', 'connector'], 'say the channel too'],
    [['token', 'create', '--name', 'x', '--role', 'admin:shop'], 'is for no single channel'],
    [
      ['token', 'create', '--name', 'x', '--role', 'admin', '--expires', '0'],
      '--expires takes whole days from 1 to 3650',
    ],
    [['token', 'revoke'], 'an argument is missing; the usage is: crossdock token revoke TOKEN'],
    [['migrate', 'up', 'now'], '"up" is one argument too many'],
    [['migrate', 'resolve', 'x'], '--as is missing'],
  ])('%j', async (argv, sentence) => {
    const { code, warned } = await crossdock(...argv)
    expect(code).toBe(2)
    expect(`${warned}\n`).toContain(sentence)
    expect(warned).toMatch(/See crossdock .*--help\./)
  })

  it('but no wild guess', () => {
    expect(nearest('doktor', ['doctor', 'migrate'])).toBe('doctor')
    expect(nearest('ship', ['doctor', 'migrate'])).toBeUndefined()
  })
})

async function saveShop(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    `insert into channel ("id", "key", "name", "kind", "updatedAt") values (gen_random_uuid(), 'shop', 'Shop', 'custom', now())`,
  )
  await client.end()
}

describe('on a database', () => {
  it('migrate says what it did and that there is nothing more to do', async () => {
    vi.stubEnv('DATABASE_URL', (await emptyDatabase()).url)
    expect(await crossdock('token', 'list')).toMatchObject({
      code: 1,
      warned: expect.stringContaining('run "crossdock migrate"'),
    })
    expect((await crossdock('migrate')).printed).toMatch(
      /^applied 20261122000000_init\n(applied .*\n)*The database is current\.$/,
    )
    expect(await crossdock('migrate')).toMatchObject({ code: 0, printed: 'Nothing to do: the database is current.' })
  })

  it('a token is shown once on standard output alone, listed by its first characters, and revoked', async () => {
    const { url } = await freshDatabase()
    vi.stubEnv('DATABASE_URL', url)
    const create = ['token', 'create', '--name', 'Shop', '--role', 'connector:shop', '--expires', '30']
    expect(await crossdock(...create)).toMatchObject({
      code: 1,
      warned: expect.stringContaining('there is no channel with the key "shop": make it first'),
    })
    await saveShop(url)
    const made = await crossdock(...create)
    expect(made.code).toBe(0)
    expect(made.printed).toMatch(/^cdk_connector_[\w-]{43}$/)
    const listed = await crossdock('token', 'list')
    expect(listed.printed).toMatch(
      /cdk_connector_[\w-]{8} +Shop +connector:shop +\d{4}-\d\d-\d\d +\d{4}-\d\d-\d\d +valid/,
    )
    expect(listed.printed).not.toContain(made.printed)
    expect(await crossdock('token', 'create', '--name', 'Shop', '--role', 'admin')).toMatchObject({ code: 1 })
    expect(await crossdock('token', 'revoke', made.printed)).toMatchObject({ code: 0 })
    expect(await crossdock('token', 'list')).toMatchObject({ printed: 'There is no token.' })
    expect(await crossdock('token', 'revoke', made.printed)).toMatchObject({ code: 1 })
    const all = JSON.parse((await crossdock('token', 'list', '--all', '--json')).printed) as { state: string }[]
    expect(all.map(({ state }) => state)).toEqual(['revoked'])
  })

  it('doctor finds what is off and says what to do', async () => {
    vi.stubEnv('DATABASE_URL', (await emptyDatabase()).url)
    vi.stubEnv('REDIS_URL', 'redis://127.0.0.1:1')
    const { code, printed } = await crossdock('doctor')
    expect(code).toBe(1)
    expect(printed).toMatch(/^ok {7}Node/)
    expect(printed).toContain('problem  fsync is off, so a power cut loses or breaks data: alter system set fsync = on')
    expect(printed).toMatch(/problem {2}\d+ migrations? (is|are) missing: run "crossdock migrate"/)
    expect(printed).toContain('problem  Redis 127.0.0.1:1 does not answer')
    vi.stubEnv('REDIS_URL', '')
  })

  it('doctor repeats what is wrong with the settings', async () => {
    vi.stubEnv('PORT', 'x')
    expect((await crossdock('doctor')).printed).toContain('problem  A setting is wrong: PORT is not a number')
    vi.stubEnv('PORT', '')
  })

  it('doctor wants Node 20.19 or newer', () => {
    expect(['20.18.9', '18.20.0', '20.19.0', '22.1.0'].map((version) => checkNode(version).ok)).toEqual([
      false,
      false,
      true,
      true,
    ])
  })
})

describe('on the embedded database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-cli-'))
  beforeAll(() => {
    chmodSync(folder, 0o755)
    vi.stubEnv('DATABASE_URL', '')
    vi.stubEnv('CROSSDOCK_DATA', folder)
  })
  afterAll(async () => {
    await stopEmbedded(folder)
    rmSync(folder, { recursive: true, force: true })
  })

  it('the first command makes and migrates it, doctor finds all well, and a token is made without a server', async () => {
    const made = await crossdock('token', 'create', '--name', 'Ops', '--role', 'operator')
    expect(made.printed).toMatch(/^cdk_operator_/)
    expect(await crossdock('doctor')).toMatchObject({ code: 0, printed: expect.stringContaining('All is well.') })
  })
})
