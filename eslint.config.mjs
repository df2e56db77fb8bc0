import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "out/", "runs/", "node_modules/"] },
  {
    files: ["src/**/*.ts", "test/**/*.ts", "study/**/*.ts", "webview/**/*.{ts,tsx}"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ["./tsconfig.test.json", "./tsconfig.webview-test.json"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "max-depth": ["error", 4],
      // A number in a message is meant as a number.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/consistent-type-definitions": ["error", "interface"],
      // Literal unions in a message are what people read; `| string` beside them documents the known ones.
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  {
    files: ["**/*.test.ts", "test/**/*.ts"],
    rules: {
      // node:test returns promises that its runner awaits by itself.
      "@typescript-eslint/no-floating-promises": "off",
    },
  },
);
