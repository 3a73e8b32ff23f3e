/** The folder of the package, which holds `package.json` and `templates/`: both `src/` and the built `dist/` stand in it. */
export const PACKAGE_FOLDER = new URL('../', import.meta.url);
