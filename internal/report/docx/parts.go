package docx

// The parts of the package that are always the same.
const (
	declared     = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	namespaceDoc = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	namespaceRel = "http://schemas.openxmlformats.org/package/2006/relationships"
	office       = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	types        = "application/vnd.openxmlformats-officedocument.wordprocessingml."

	contentTypes = declared + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="` + types + `document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="` + types + `styles+xml"/>` +
		`<Override PartName="/docProps/core.xml"` +
		` ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

	relations = declared + `<Relationships xmlns="` + namespaceRel + `">` +
		`<Relationship Id="rId1" Type="` + office + `/officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rId2" Type="` + namespaceRel + `/metadata/core-properties"` +
		` Target="docProps/core.xml"/></Relationships>`

	documentRelations = declared + `<Relationships xmlns="` + namespaceRel + `">` +
		`<Relationship Id="rId1" Type="` + office + `/styles" Target="styles.xml"/></Relationships>`

	core = declared + `<cp:coreProperties` +
		` xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>%s</dc:title><dc:language>%s</dc:language>` +
		`</cp:coreProperties>`

	documentHead = declared + `<w:document xmlns:w="` + namespaceDoc + `"><w:body>`
	documentFoot = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134"` +
		` w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`

	styles = declared + `<w:styles xmlns:w="` + namespaceDoc + `"><w:docDefaults><w:rPrDefault><w:rPr>` +
		`<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="22"/>%s</w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault>` +
		`</w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>` +
		`<w:rPr><w:b/><w:sz w:val="40"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>` +
		`<w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="360"/><w:outlineLvl w:val="0"/></w:pPr>` +
		`<w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>` +
		`<w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="1"/></w:pPr>` +
		`<w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/><w:basedOn w:val="Normal"/>` +
		`<w:next w:val="Normal"/><w:pPr><w:keepNext/><w:outlineLvl w:val="2"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/><w:basedOn w:val="Normal"/>` +
		`<w:pPr><w:ind w:left="567" w:right="567"/></w:pPr><w:rPr><w:i/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:customStyle="1" w:styleId="QuoteBy"><w:name w:val="Quote by"/>` +
		`<w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="567"/></w:pPr><w:rPr><w:sz w:val="20"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:customStyle="1" w:styleId="Note"><w:name w:val="Note"/>` +
		`<w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="18"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:customStyle="1" w:styleId="ListLine"><w:name w:val="List line"/>` +
		`<w:basedOn w:val="Normal"/><w:pPr><w:tabs><w:tab w:val="left" w:pos="340"/></w:tabs>` +
		`<w:ind w:left="340" w:hanging="340"/></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:customStyle="1" w:styleId="Cell"><w:name w:val="Cell"/>` +
		`<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="40"/></w:pPr><w:rPr><w:sz w:val="20"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:customStyle="1" w:styleId="CellHead"><w:name w:val="Cell head"/>` +
		`<w:basedOn w:val="Cell"/><w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
		`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>` +
		`<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>` +
		`<w:style w:type="table" w:customStyle="1" w:styleId="Lines"><w:name w:val="Lines"/>` +
		`<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>` +
		`<w:top w:val="single" w:sz="4" w:color="808080"/><w:bottom w:val="single" w:sz="4" w:color="808080"/>` +
		`<w:insideH w:val="single" w:sz="4" w:color="808080"/></w:tblBorders></w:tblPr></w:style></w:styles>`
)
