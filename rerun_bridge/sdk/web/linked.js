// The viewer is fetched from where this page was told.
async function viewerUrl() {
  return "$viewer";
}
