import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Kept from one process to the next: tests start many, and loading the compiler takes longer than the product.
const folder = fileURLToPath(new URL('../../node_modules/.cache/typescript-hooks', import.meta.url))
mkdirSync(folder, { recursive: true })

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return await next(url, context)
  const text = await readFile(fileURLToPath(url), 'utf8')
  const file = join(folder, `${createHash('sha256').update(text).digest('hex')}.js`)
  const source = await readFile(file, 'utf8').catch(() => compile(text, file))
  return { format: 'module', shortCircuit: true, source }
}

async function compile(text, file) {
  const { default: ts } = await import('typescript')
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true }
  const source = ts.transpileModule(text, { compilerOptions }).outputText
  const draft = `${file}.${process.pid}`
  await writeFile(draft, source)
  await rename(draft, file)
  return source
}
