package text

import (
	"regexp"
	"strings"

	"quartet.example/inspector/flowview"
)

// Markdown returns the text of a README for a terminal: paragraphs wrapped, headings in bold, code as it is. It
// knows what the READMEs of the labs contain: headings, paragraphs, lists, tables, quotations and code.
func Markdown(t flowview.Terminal, source string) string {
	m := &markdown{t: t}
	fenced := false
	for line := range strings.Lines(source) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(line, "```") {
			m.flush()
			fenced = !fenced
			continue
		}
		if fenced {
			line = "    " + line
		}
		m.line(line)
	}
	m.flush()
	return strings.Trim(m.b.String(), "\n") + "\n"
}

type markdown struct {
	t      flowview.Terminal
	b      strings.Builder
	indent string   // of the paragraph that is being read
	mark   string   // before its first line, such as "1. "
	words  []string // of it
}

var (
	item    = regexp.MustCompile(`^(\s*)([-*]|\d+\.)\s+(.*)$`)
	divider = regexp.MustCompile(`^\|[\s:|-]+\|$`)
)

func (m *markdown) line(line string) {
	found := item.FindStringSubmatch(line)
	switch marks, title, _ := strings.Cut(line, " "); {
	case strings.TrimSpace(line) == "":
		m.flush()
		m.b.WriteString("\n")
	case marks != "" && strings.Trim(marks, "#") == "":
		m.flush()
		m.b.WriteString(m.t.Paint("1", m.t.Wrap("", inline(title))) + "\n")
	case found != nil:
		m.flush()
		m.mark, m.indent, m.words = found[2]+" ", found[1], []string{found[3]}
	case strings.HasPrefix(line, "    ") && len(m.words) == 0:
		m.b.WriteString(m.t.Plain(line) + "\n")
	case divider.MatchString(line):
		m.flush()
	case strings.HasPrefix(line, "|"):
		m.flush()
		m.words = []string{strings.ReplaceAll(strings.Trim(line, "| "), " | ", " · ")}
	default:
		m.words = append(m.words, strings.TrimPrefix(strings.TrimSpace(line), "> "))
	}
}

// flush writes the paragraph that has been read. The lines of an item of a list begin below its first word.
func (m *markdown) flush() {
	if len(m.words) == 0 {
		return
	}
	space := m.indent + strings.Repeat(" ", len(m.mark))
	wrapped := m.t.Wrap(space, inline(strings.Join(m.words, " ")))
	m.b.WriteString(m.indent + m.mark + wrapped[len(space):] + "\n")
	m.indent, m.mark, m.words = "", "", nil
}
