/** The version that follows: `step` is major, minor, patch (of semantic versioning) or the version itself, which must be higher or `from` itself. */
export function nextVersion(from, step) {
  const numbers = numbersOf(from);
  const place = ["major", "minor", "patch"].indexOf(step);
  if (place >= 0)
    return numbers.map((number, i) => (i < place ? number : i === place ? number + 1 : 0)).join(".");
  const named = numbersOf(step);
  const first = named.findIndex((number, i) => number !== numbers[i]);
  if (first >= 0 && named[first] < numbers[first])
    throw new Error(`${step} comes before ${from}, the version that package.json says.`);
  return step;
}

function numbersOf(version) {
  if (!/^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.test(version))
    throw new Error(
      `${version} is no version: say major, minor, patch, or three numbers such as 1.2.0. (The Marketplace knows no others.)`,
    );
  return version.split(".").map(Number);
}
