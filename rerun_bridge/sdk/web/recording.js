// Unpacks what this page carries and shows it.
const note = document.getElementById("note");

async function unpacked(id) {
  const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (char) => char.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

try {
  const rrd = unpacked("rrd");
  const { default: widget } = await import(await viewerUrl());
  const show = await startViewer(widget, document.getElementById("viewer"));
  show(await rrd);
  document.body.classList.remove("empty");
  note.hidden = true;
} catch (error) {
  note.textContent = `This recording cannot be shown: ${error.message ?? error}`;
  throw error;
}
