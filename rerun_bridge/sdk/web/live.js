// Follows the server: takes what it sends, and where the connection is lost goes on from there.
const PATIENCE_MS = 1000;
const HIDDEN_MS = 30000;  // a hidden page draws nothing, and what it is sent would only pile up
const TOO_SLOW = 1013;

const note = document.getElementById("note");
const token = encodeURIComponent(new URLSearchParams(location.hash.slice(1)).get("token") ?? "");
const say = (text) => { note.textContent = text; note.hidden = !text; };

let last = 0;  // number of the last message we have
let ports = [document.body.dataset.wsPort, location.port];  // both talk; a tunnel may have but one
let socket;
let isPaused = false;
let resume;
let hiding;

function connection(show) {
  return new Promise((resolve) => {
    socket = new WebSocket(`ws://${location.hostname}:${ports[0]}/?token=${token}&after=${last}`);
    socket.binaryType = "arraybuffer";
    let isOpen = false;
    socket.onopen = () => { isOpen = true; say(last ? "" : "Waiting for data …"); };
    socket.onmessage = ({ data }) => {
      if (typeof data === "string") {
        last = data;
        document.body.classList.remove("empty");
        say("");
      } else {
        show(data);
      }
    };
    socket.onclose = ({ code }) => {
      ports = isOpen ? ports : ports.reverse();
      resolve(code);
    };
  });
}

async function isRefused() {
  const answer = await fetch(`/token?token=${token}`, { cache: "no-store" });
  return answer.status === 403;
}

async function follow(show) {
  for (;;) {
    const code = await connection(show);
    if (isPaused) {
      await new Promise((resolve) => { resume = resolve; });
      continue;
    }
    say(code === TOO_SLOW ? "This page was too slow, some data is left out." : "Connection lost, trying again …");
    if (await isRefused().catch(() => false)) {
      say("The program was started anew: please open the link that it printed.");
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  }
}

function pauseWhenHidden() {
  clearTimeout(hiding);
  if (document.hidden) {
    hiding = setTimeout(() => { isPaused = true; socket?.close(); }, HIDDEN_MS);
  } else {
    isPaused = false;
    resume?.();
  }
}

if (await isRefused()) {
  say(token ? "This link is an old one: please open the one that the program printed last."
            : "This link is not whole: please open the one that the program printed, with #token= at its end.");
} else {
  document.addEventListener("visibilitychange", pauseWhenHidden);
  pauseWhenHidden();
  const { default: widget } = await import(document.body.dataset.viewer);
  await follow(await startViewer(widget, document.getElementById("viewer")));
}
