// What CHANGELOG.md says of a release: the sentences of the changesets, for those who use the package, and nothing of
// commits. https://github.com/changesets/changesets/blob/main/docs/modifying-changelog-format.md

/** One change: its sentence, the lines after the first indented below it. */
const getReleaseLine = async ({ summary }) => `- ${summary.trim().split("\n").join("\n  ")}`;

/** The packages of ours that moved below this one. */
const getDependencyReleaseLine = async (_changesets, dependencies) => {
  if (dependencies.length === 0) return "";
  return `- Uses ${dependencies.map(({ name, newVersion }) => `${name} ${newVersion}`).join(", ")}.`;
};

module.exports = { getReleaseLine, getDependencyReleaseLine };
