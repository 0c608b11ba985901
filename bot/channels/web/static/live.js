// Being told of news: a stream where it works, asking where it does not, and knowing when the line is down.

const SILENCE = 40_000; // the server speaks every 15 s
const GRACE = 1_500;
const ASK_EVERY = 5_000;
const TRY_STREAM_AGAIN = 60_000;
const HIDDEN_FOR = 60_000;

export class Live {
  // address(): where the stream is; events: {name: (data) => …}; ask(): fetch the news without a stream;
  // line(up): told when the line goes down or comes back.
  constructor({ address, events, ask, line }) {
    Object.assign(this, { address, events, ask, line });
    addEventListener("online", () => this.connect());
    addEventListener("offline", () => this.lost());
    addEventListener("pageshow", (event) => event.persisted && this.connect());
    addEventListener("pagehide", () => this.close());
    document.addEventListener("visibilitychange", () => this.seenOrHidden());
    if (navigator.onLine) this.connect();
    else this.lost();
  }

  connect() {
    this.close();
    this.source = new EventSource(this.address());
    this.source.onopen = () => this.heard();
    this.source.onerror = () => this.stumbled();
    this.on("beat", () => {});
    for (const [name, handle] of Object.entries(this.events)) this.on(name, handle);
  }

  on(name, handle) {
    this.source.addEventListener(name, (event) => {
      this.heard();
      handle(JSON.parse(event.data));
    });
  }

  heard() {
    clearTimeout(this.doubt);
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.connect(), SILENCE);
    this.line(true);
  }

  stumbled() {
    clearTimeout(this.doubt);
    this.doubt = setTimeout(() => this.line(false), GRACE);
    if (this.source?.readyState === EventSource.CLOSED) this.askForAWhile();
  }

  lost() {
    this.close();
    this.line(false);
  }

  // No stream through this network: ask every few seconds, and try the stream again now and then.
  askForAWhile() {
    this.close();
    const since = Date.now();
    const turn = async () => {
      try {
        await this.ask();
        this.line(true);
      } catch {
        this.line(false);
      }
      if (this.asking !== mine) return;
      if (Date.now() - since > TRY_STREAM_AGAIN) this.connect();
      else this.asking = mine = setTimeout(turn, ASK_EVERY);
    };
    let mine = (this.asking = setTimeout(turn, 0));
  }

  // A page nobody looks at holds no connection: browsers allow only six to one server.
  seenOrHidden() {
    clearTimeout(this.leave);
    if (document.visibilityState === "hidden") this.leave = setTimeout(() => this.rest(), HIDDEN_FOR);
    else if (!this.source && navigator.onLine) this.connect();
  }

  rest() {
    this.close();
    this.asking = setInterval(() => this.ask().catch(() => {}), 20_000);
  }

  close() {
    this.source?.close();
    this.source = null;
    clearTimeout(this.silence);
    clearTimeout(this.doubt);
    clearInterval(this.asking);
    this.asking = null;
  }
}
