package bundle

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// pages are the ends of the files of docs/ that people read.
var pages = []string{".md", ".png", ".svg", ".html", ".jpg"}

// copyDocs copies what people read: README, licence, seed, docs/ and the instructions of the labs. All have their
// paths in the repository, so that links between them work.
func (o Options) copyDocs() error {
	for _, name := range []string{"README.md", "LICENSE", "SECURITY.md", "CHANGELOG.md"} {
		if err := copyFile(filepath.Join(o.Root, name), filepath.Join(o.Dir, name)); err != nil {
			return err
		}
	}
	if err := copyFile(filepath.Join(o.Root, "authserver", "internal", "seed", "default.yaml"), filepath.Join(o.Dir, "seed.yaml")); err != nil {
		return err
	}
	if err := o.copyTree("docs", "docs", func(path string) bool { return slices.Contains(pages, filepath.Ext(path)) }); err != nil {
		return err
	}
	return o.copyTree(filepath.Join("demo", "labs"), filepath.Join("demo", "labs"), func(path string) bool { return filepath.Base(path) == "README.md" })
}

// copyTree copies the files below a folder of the checkout that pass the filter.
func (o Options) copyTree(from, to string, wanted func(string) bool) error {
	source := filepath.Join(o.Root, from)
	return filepath.WalkDir(source, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || !wanted(path) {
			return err
		}
		below, err := filepath.Rel(source, path)
		if err != nil {
			return err
		}
		return copyFile(path, filepath.Join(o.Dir, to, below))
	})
}

func copyFile(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o644)
}

// writeSums writes SHA256SUMS, in the format of sha256sum. Its lines are sorted by file.
func (o Options) writeSums() error {
	var sums bytes.Buffer
	err := filepath.WalkDir(o.Dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		below, err := filepath.Rel(o.Dir, path)
		if err != nil {
			return err
		}
		sum, err := sumOf(path)
		fmt.Fprintf(&sums, "%x  %s\n", sum, filepath.ToSlash(below))
		return err
	})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(o.Dir, "SHA256SUMS"), sums.Bytes(), 0o644)
}

func sumOf(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	hash := sha256.New()
	_, err = io.Copy(hash, file)
	return hash.Sum(nil), err
}
