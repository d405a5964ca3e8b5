package inspector_test

import (
	"mime"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/shared/redistest"
)

func TestEachFlowIsADownload(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client)
	refused(t, client)
	address := start(t, client)
	doc := document(t, address, 9)
	if got := doc.Find(".export a[download]").Length(); got != 10 {
		t.Fatalf("got %d links, want five for each of two flows", got)
	}
	types := map[string]string{".html": "text/html; charset=utf-8", ".svg": "image/svg+xml", ".mmd": "application/vnd.mermaid", ".har": "application/json", ".jsonl": "application/x-ndjson"}
	doc.Find(".export a[download]").Each(func(_ int, link *goquery.Selection) {
		href := link.AttrOr("href", "")
		ext := href[strings.LastIndexByte(href, '.'):]
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+href, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != types[ext] || resp.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got %d %v", href, resp.StatusCode, resp.Header)
		}
		how, params, err := mime.ParseMediaType(resp.Header.Get("Content-Disposition"))
		name := params["filename"]
		if err != nil || how != "attachment" || !strings.HasSuffix(name, ext) || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-.") != "" {
			t.Errorf("%s: got %s, file name %q", href, how, name)
		}
	})
}

// The title of a flow can be a path that a stranger chose.
func TestFileNameIsSafe(t *testing.T) {
	client := redistest.New(t)
	front(t, client, "client", request("GET", app+"/..%2f..%2Fetc;%22%0d%0aX:%20y/"+strings.Repeat("a", 30)+".exe", nil), redirect("/"))
	address := start(t, client)
	href := document(t, address, 1).Find(".export a").First().AttrOr("href", "")
	id := strings.TrimSuffix(strings.TrimPrefix(href, "/flows/"), ".html")
	req, err := http.NewRequestWithContext(t.Context(), http.MethodHead, address+href, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if got, want := resp.Header.Get("Content-Disposition"), "attachment; filename=get-2f-2fetc-22-0d-0ax-20y-aaaaaaaaaaaaaaaaaaaaa-"+id+".html"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestUnknownFlowIsNotFound(t *testing.T) {
	client := redistest.New(t)
	signIn(t, client)
	address := start(t, client)
	id := strings.TrimPrefix(document(t, address, 8).Find(".flow").AttrOr("id", ""), "f-")
	for _, path := range []string{"1-0.mmd", "1-0.har", "1-0.jsonl", "1-0", id + ".png", id + ".mmd.har", ".mmd", id + "/.mmd"} {
		if got, _ := get(t, address+"/flows/"+path, "Accept", "text/html"); got != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", path, got)
		}
	}
	if got, body := get(t, address+"/flows/1-0.mmd", "Accept", "text/html"); got != http.StatusNotFound || !strings.Contains(body, "There is no such flow") && !strings.Contains(body, "there is no such flow") {
		t.Errorf("got %d %s", got, body)
	}
}
