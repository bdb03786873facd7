/** Types, builders and validation for the objects of Chaos Mesh, v1alpha1. */
export * from './generated/index.ts';
export * from './kinds.ts';
export * from './meta.ts';
export * from './text.ts';
export * from './selection.ts';
export * from './build/objects.ts';
export * from './build/schedule.ts';
export * from './build/workflow.ts';
export { type Finding, findingText, type Path, pathText } from './validate/finding.ts';
export { manifestsIn, type PlacedManifest } from './validate/lists.ts';
export {
  type ManifestReport,
  parseManifest,
  validateManifest,
  type ValidateOptions,
} from './validate/validate-manifest.ts';
