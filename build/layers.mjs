/**
 * Who may import whom. Each layer may import itself and those above it in this list, never one below;
 * folders that share a line stand side by side and do not import each other.
 */
const layers = [
  { shared: '^shared/' },
  { base: '^electron/engine/(config|errors|eventBus|ports)\\.ts$' },
  { system: '^electron/engine/system/', stats: '^electron/engine/stats/', settings: '^electron/engine/settings/' },
  { codec: '^electron/engine/codec/' },
  { metainfo: '^electron/engine/metainfo/', storage: '^electron/engine/storage/' },
  {
    discovery: '^electron/engine/discovery/',
    tracker: '^electron/engine/tracker/',
    dht: '^electron/engine/dht/',
    peer: '^electron/engine/peer/',
  },
  { policy: '^electron/engine/policy/' },
  { session: '^electron/engine/session/' },
  {
    shares: '^electron/engine/shares/',
    history: '^electron/engine/history/',
    activity: '^electron/engine/activity/',
    people: '^electron/engine/people/',
  },
  { views: '^electron/engine/views/' },
  { portal: '^electron/engine/portal/' },
  // The parts that engine.ts is put together from stand beside it.
  { engine: '^electron/engine/(?!(config|errors|eventBus|ports|process)\\.ts)[^/]+\\.ts$' },
  { process: '^electron/engine/process\\.ts$' },
  { desktop: '^electron/[^/]+\\.ts$|^electron/(cli|desktop)/' },
  { renderer: '^renderer/' },
];

const product = '^(shared|electron|renderer)/';

/** One rule a folder, so that a broken layer is reported by the name of the folder that broke it. */
const layerRules = layers.flatMap((layer, rank) =>
  Object.entries(layer).map(([name, path]) => {
    const siblings = Object.values(layer).filter((other) => other !== path);
    const below = layers.slice(rank + 1).flatMap((lower) => Object.values(lower));
    return {
      name: `layer-${name}`,
      severity: 'error',
      from: { path },
      to: { path: [...siblings, ...below] },
    };
  }),
);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...layerRules.filter((rule) => rule.to.path.length > 0),
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'shared-imports-only-zod',
      severity: 'error',
      from: { path: '^shared/' },
      to: { pathNot: ['^shared/', '^node_modules/zod/'] },
    },
    {
      name: 'engine-without-electron',
      severity: 'error',
      from: { path: '^electron/engine/' },
      to: { path: ['(^|/)node_modules/electron/', '^electron$'] },
    },
    {
      name: 'renderer-without-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-imports-only-shared',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(electron|build|test)/' },
    },
    {
      name: 'product-without-tests',
      severity: 'error',
      from: { path: product },
      to: { path: '^(build|test)/' },
    },
    {
      name: 'product-without-dev-dependencies',
      severity: 'error',
      // The renderer is bundled: what it needs is needed at build time only.
      from: { path: '^(shared|electron)/' },
      // The packages themselves ship no types; theirs come from @types at development time only. The desktop app runs inside
      // Electron, and i18next is bundled into its main.js.
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/(@types|electron|i18next)/',
      },
    },
    {
      name: 'command-line-without-electron',
      severity: 'error',
      from: { path: '^electron/(cli|engine)(/|\\.ts$)' },
      to: { path: '^node_modules/(electron|i18next)/' },
    },
    {
      name: 'listed-in-package-json',
      severity: 'error',
      from: { path: product },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: '^node_modules/@types/' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: ['^test/fixtures/', '^test/corpus/'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['node', 'import', 'default', 'types'] },
  },
};
