/** The bundler gathers styles into dist/webview/<page>.css. */
declare module "*.css" {}
