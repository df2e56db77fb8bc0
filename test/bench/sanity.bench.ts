// What every measure says of generators that are right, or wrong in one known way. `npm run bench -- sanity`
import { sanityTable } from "../sanity/sanity.ts";

console.log(sanityTable());
console.log(
  "\n✗: it says what it should not, or does not say what it should. docs/science.md says what follows.",
);
