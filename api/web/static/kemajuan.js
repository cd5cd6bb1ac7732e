// How far something is, as the server tells it; then on to where the result is shown, on this host alone.
(function () {
  var place = document.querySelector("[data-kemajuan]");
  if (!place || !window.EventSource) return;
  var SILENT_MS = 15000, REFUSED_MS = 2000;
  var source = new EventSource(place.dataset.kemajuan), watch;
  // The page itself knows how far it is, too: asked where a proxy keeps the stream back, or a busy server refused it.
  function ask_again_in(ms) {
    clearTimeout(watch);
    watch = setTimeout(function () { location.reload(); }, ms);
  }
  function stop() {
    clearTimeout(watch);
    source.close();
  }
  ask_again_in(SILENT_MS);
  source.addEventListener("kemajuan", function (event) {
    place.innerHTML = event.data;
    ask_again_in(SILENT_MS);
  });
  source.addEventListener("gagal", stop);
  source.addEventListener("selesai", function (event) {
    stop();
    if (/^\/(?!\/)/.test(event.data)) location.replace(event.data);
  });
  source.addEventListener("error", function () {
    // The browser asks again by itself after a stream that ended, never after one that was refused.
    if (source.readyState === EventSource.CLOSED) ask_again_in(REFUSED_MS);
  });
})();
