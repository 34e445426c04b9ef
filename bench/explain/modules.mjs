// The built modules of the product that plans.mjs asks through.
const modules = await Promise.all(
  [
    'store/handles',
    'store/pool',
    'store/reader',
    'engines/reader/index',
    'store/generated/client',
    'server/graph',
    'schema/access',
    'store/fresh-id',
  ].map((name) => import(`../../dist/${name}.js`)),
)
export const built = Object.assign({}, ...modules, await import('@prisma/adapter-pg'))
