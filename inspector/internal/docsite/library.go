package docsite

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Source is a folder of pages.
type Source struct {
	Root  string // its path in the repository, such as demo/labs; links between pages are relative to it
	URL   string // the address under which its pages are shown, such as /docs/labs
	Files fs.FS
}

// index is the name of the page that stands for its folder.
const index = "README.md"

// Library has all pages and pictures. It does not change after New.
type Library struct {
	pages    map[string]*Page  // by the path in the repository
	pictures map[string]string // addresses, by the path in the repository
	shown    map[string]any    // by address: *Page, or the content of a picture ([]byte)
	order    []*Page
	sources  []Source
}

// New reads the titles of all pages. The first source has the map: its README.md, which links to all
// other pages in the order in which they are read.
func New(sources ...Source) (*Library, error) {
	l := &Library{pages: map[string]*Page{}, pictures: map[string]string{}, shown: map[string]any{}, sources: sources}
	for _, s := range sources {
		if err := l.add(s); err != nil {
			return nil, fmt.Errorf("docs: %s: %w", s.Root, err)
		}
	}
	if len(sources) == 0 || l.Map() == nil {
		return nil, fmt.Errorf("docs: no %s", index)
	}
	l.sort()
	return l, nil
}

// Map returns the first page, with links to all others.
func (l *Library) Map() *Page { return l.pages[path.Join(l.sources[0].Root, index)] }

// Pages returns all pages: those that the map links to in the order of its links, and then the others
// by their addresses.
func (l *Library) Pages() []*Page { return l.order }

// Below returns the pages whose addresses begin with prefix and a slash, in their order.
func (l *Library) Below(prefix string) []*Page {
	return slices.DeleteFunc(slices.Clone(l.order), func(p *Page) bool { return !strings.HasPrefix(p.URL, prefix+"/") })
}

// add reads the files of one source. Other files than pages and pictures are ignored.
func (l *Library) add(s Source) error {
	return fs.WalkDir(s.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".md" && path.Ext(name) != ".png" {
			return err
		}
		content, err := fs.ReadFile(s.Files, name)
		if err != nil {
			return err
		}
		place, address := path.Join(s.Root, name), path.Join(s.URL, name)
		if path.Ext(name) == ".png" {
			l.pictures[place], l.shown[address] = address, content
			return nil
		}
		p := newPage(l, place, urlOf(address), content)
		l.pages[place], l.shown[p.URL] = p, p
		return nil
	})
}

// urlOf returns the address of the page in a file: /docs/adr for /docs/adr/README.md.
func urlOf(address string) string {
	if path.Base(address) == index {
		return path.Dir(address)
	}
	return strings.TrimSuffix(address, ".md")
}

// sort finds the order of the pages: each folder's page is followed by those that it links to.
func (l *Library) sort() {
	seen := map[*Page]bool{}
	l.visit(l.Map(), seen)
	rest := make([]*Page, 0, len(l.pages)-len(seen))
	for _, p := range l.pages {
		if !seen[p] {
			rest = append(rest, p)
		}
	}
	slices.SortFunc(rest, func(a, b *Page) int { return cmp.Compare(a.URL, b.URL) })
	l.order = append(l.order, rest...)
}

func (l *Library) visit(p *Page, seen map[*Page]bool) {
	if seen[p] {
		return
	}
	seen[p] = true
	l.order = append(l.order, p)
	if path.Base(p.Path) != index {
		return
	}
	for _, target := range p.Parts().Links {
		if l.Map() == p || path.Dir(target.Path) == path.Dir(p.Path) { // a folder's page orders its own folder
			l.visit(target, seen)
		}
	}
}

// beside returns the pages before and after p, or nil.
func (l *Library) beside(p *Page) (previous, next *Page) {
	i := slices.Index(l.order, p)
	if i > 0 {
		previous = l.order[i-1]
	}
	if i+1 < len(l.order) {
		next = l.order[i+1]
	}
	return previous, next
}
