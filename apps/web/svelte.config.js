/** Plain Svelte 5: TypeScript in components is type annotations only, so no preprocessor is needed. */
export default { compilerOptions: { runes: true } };
