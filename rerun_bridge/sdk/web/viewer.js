// Starts the viewer in an element and returns a function that shows a recording, or more of it.
// The viewer comes as a notebook's widget, so this is a notebook as far as it can tell.
function startViewer(widget, element) {
  console.debug = () => {};  // the viewer writes tens of thousands of lines there
  crypto.randomUUID ??= () =>  // missing where a page comes by plain http from another machine
    "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
      (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));
  return new Promise((resolve) => {
    let show;
    const model = {
      get: () => null,
      on: (event, listener) => {
        if (event === "msg:custom") {
          show = (rrd) => listener({ type: "rrd" }, [new DataView(rrd)]);
        }
      },
      send: (event) => event === "ready" && resolve(show),
    };
    widget.render({ model, el: element });
  });
}
