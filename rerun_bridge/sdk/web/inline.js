// The viewer is in this page: its WebAssembly is handed over where it would be fetched.
async function viewerUrl() {
  const [script, wasm] = await Promise.all([unpacked("script"), unpacked("wasm")]);
  globalThis.rerunViewerWasm = new Response(wasm, { headers: { "content-type": "application/wasm" } });
  return URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
}
