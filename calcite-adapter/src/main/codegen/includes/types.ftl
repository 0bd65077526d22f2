<#-- Names of types that other databases use, and lengths that they leave out. -->

SqlTypeNameSpec SynonymTypeName() :
{
    final Span s = Span.of();
    final SqlTypeNameSpec type;
}
{
    (
        type = CharacterSynonym(s)
    |
        LOOKAHEAD({ TypeSynonyms.isOne(getToken(1).image) })
        type = NamedSynonym(s)
    )
    { return type; }
}

/** A length in parentheses; MAX is as much as there is. */
int Length() :
{
    int length = RelDataType.PRECISION_NOT_SPECIFIED;
}
{
    [ <LPAREN> ( <MAX> | length = UnsignedIntLiteral() [ <CHAR> | <CHARACTERS> ] ) <RPAREN> ]
    { return length; }
}

/** CHAR and VARCHAR, and with FOR BIT DATA behind them BINARY and VARBINARY. */
SqlTypeNameSpec CharacterSynonym(Span s) :
{
    SqlTypeName kind = SqlTypeName.VARCHAR;
    int length = RelDataType.PRECISION_NOT_SPECIFIED;
}
{
    (
        ( <CHARACTER> | <CHAR> | <NCHAR> | <NATIONAL> ( <CHARACTER> | <CHAR> ) ) {
            s.add(this);
            kind = SqlTypeName.CHAR;
        }
        [
            <VARYING> { kind = SqlTypeName.VARCHAR; }
        |
            <LARGE> <OBJECT> { kind = SqlTypeName.VARCHAR; }
        ]
    |
        <VARCHAR> { s.add(this); }
    |
        <VARBINARY> { s.add(this); kind = SqlTypeName.VARBINARY; }
    )
    length = Length()
    [
        <FOR> <BIT> <DATA> {
            kind = kind == SqlTypeName.CHAR ? SqlTypeName.BINARY : SqlTypeName.VARBINARY;
        }
    ]
    { return new SqlBasicTypeNameSpec(kind, length, s.end(this)); }
}

/** A word, which may be a keyword, with up to two numbers behind it. */
SqlTypeNameSpec NamedSynonym(Span s) :
{
    String name;
    int precision = RelDataType.PRECISION_NOT_SPECIFIED;
    int scale = RelDataType.SCALE_NOT_SPECIFIED;
}
{
    (
        <IDENTIFIER>
    |
        <BIT> | <BLOB> | <CLOB> | <NCLOB> | <DATETIME> | <FLOAT> | <GEOMETRY> | <JSON> | <NUMBER>
    |
        <SET> | <XML>
    ) {
        s.add(this);
        name = token.image;
        TypeSynonyms.requireOurs(name, getPos());
    }
    [
        LOOKAHEAD({ name.equalsIgnoreCase("LONG") })
        ( <VARCHAR> | <VARBINARY> ) { name = name + " " + token.image; }
        [ <FOR> <BIT> <DATA> { name = "LONG VARBINARY"; } ]
    ]
    [
        <LPAREN>
        (
            <MAX>
        |
            precision = UnsignedIntLiteral() [ <CHAR> | <CHARACTERS> | <COMMA> scale = IntLiteral() ]
        )
        <RPAREN>
    ]
    { return TypeSynonyms.resolve(name, precision, scale, s.end(this)); }
}
