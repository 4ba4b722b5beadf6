<?xml version="1.0" encoding="utf-8"?>
<!-- Makes PowerShell's format file of the views: what it repeats in every view is said here once. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="xml" indent="yes" encoding="utf-8"/>
  <xsl:key name="columns" match="Columns[@name]" use="@name"/>

  <xsl:template match="/Views">
    <Configuration>
      <ViewDefinitions>
        <xsl:apply-templates select="Custom | Table | List"/>
      </ViewDefinitions>
    </Configuration>
  </xsl:template>

  <xsl:template match="Custom">
    <xsl:call-template name="view">
      <xsl:with-param name="control">
        <CustomControl>
          <CustomEntries>
            <CustomEntry>
              <CustomItem>
                <ExpressionBinding>
                  <ScriptBlock><xsl:value-of select="."/></ScriptBlock>
                </ExpressionBinding>
                <NewLine/>
              </CustomItem>
            </CustomEntry>
          </CustomEntries>
        </CustomControl>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="Table">
    <xsl:call-template name="view">
      <xsl:with-param name="control">
        <TableControl>
          <AutoSize/>
          <TableHeaders>
            <xsl:apply-templates mode="header"/>
          </TableHeaders>
          <TableRowEntries>
            <TableRowEntry>
              <xsl:if test="@wrap"><Wrap/></xsl:if>
              <TableColumnItems>
                <xsl:apply-templates mode="cell"/>
              </TableColumnItems>
            </TableRowEntry>
          </TableRowEntries>
        </TableControl>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="List">
    <xsl:call-template name="view">
      <xsl:with-param name="control">
        <ListControl>
          <ListEntries>
            <ListEntry>
              <ListItems>
                <xsl:apply-templates/>
              </ListItems>
            </ListEntry>
          </ListEntries>
        </ListControl>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="view">
    <xsl:param name="control"/>
    <View>
      <Name><xsl:value-of select="@of"/></Name>
      <ViewSelectedBy>
        <xsl:apply-templates select="@of | @also"/>
      </ViewSelectedBy>
      <xsl:copy-of select="$control"/>
    </View>
  </xsl:template>

  <!-- What came out of a job has the same views. -->
  <xsl:template match="@of | @also">
    <TypeName>LossCmdlets.Output.<xsl:value-of select="."/></TypeName>
    <TypeName>Deserialized.LossCmdlets.Output.<xsl:value-of select="."/></TypeName>
  </xsl:template>

  <xsl:template match="Columns" mode="header">
    <xsl:apply-templates select="key('columns', @ref)/*" mode="header"/>
  </xsl:template>

  <xsl:template match="Columns" mode="cell">
    <xsl:apply-templates select="key('columns', @ref)/*" mode="cell"/>
  </xsl:template>

  <xsl:template match="Column" mode="header">
    <TableColumnHeader>
      <xsl:apply-templates select="@label"/>
      <xsl:if test="@align">
        <Alignment><xsl:value-of select="@align"/></Alignment>
      </xsl:if>
    </TableColumnHeader>
  </xsl:template>

  <xsl:template match="Column" mode="cell">
    <TableColumnItem>
      <xsl:call-template name="value"/>
    </TableColumnItem>
  </xsl:template>

  <xsl:template match="Item">
    <ListItem>
      <xsl:apply-templates select="@label"/>
      <xsl:if test="@when">
        <ItemSelectionCondition>
          <ScriptBlock><xsl:value-of select="@when"/></ScriptBlock>
        </ItemSelectionCondition>
      </xsl:if>
      <xsl:call-template name="value"/>
    </ListItem>
  </xsl:template>

  <xsl:template match="@label">
    <Label><xsl:value-of select="."/></Label>
  </xsl:template>

  <xsl:template name="value">
    <xsl:choose>
      <xsl:when test="@property">
        <PropertyName><xsl:value-of select="@property"/></PropertyName>
      </xsl:when>
      <xsl:otherwise>
        <ScriptBlock><xsl:value-of select="."/></ScriptBlock>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="text()"/>
  <xsl:template match="text()" mode="header"/>
  <xsl:template match="text()" mode="cell"/>
</xsl:stylesheet>
