// Material fetches the search index with every page, more bytes than most pages have. Here its request waits until the reader turns
// to the search or follows a link that names words to find. Not a module: those run after Material's script.
{
  const turned = new Promise(resolve => {
    if (/[?&][hq]=/.test(location.search)) resolve();
    document.forms.search.addEventListener("focusin", resolve, { once: true });
  });
  window.XMLHttpRequest = class extends XMLHttpRequest {
    open(method, address, ...options) {
      this.waits = String(address).endsWith("/search_index.json");
      super.open(method, address, ...options);
    }

    send(body) {
      if (this.waits) turned.then(() => super.send(body));
      else super.send(body);
    }
  };
}
