// How far something is, as the server tells it; then on to where the result is shown, on this host alone.
(function () {
  var place = document.querySelector("[data-kemajuan]");
  if (!place || !window.EventSource) return;
  var source = new EventSource(place.dataset.kemajuan);
  source.addEventListener("kemajuan", function (event) { place.innerHTML = event.data; });
  source.addEventListener("selesai", function (event) {
    source.close();
    if (/^\/(?!\/)/.test(event.data)) location.replace(event.data);
  });
})();
